// Apply a PlanDefinition to a patient with an engine that is not ours.
// Standard input: {plan, definitions, patient}. Standard output: the resources that the engine proposes.
import { readFileSync } from 'node:fs';
import { applyPlan } from 'encender';

const { plan, definitions, patient } = JSON.parse(readFileSync(0, 'utf8'));
const resolve = async (reference) => {
  const [address] = (reference ?? '').split('|');
  return [...definitions, patient].filter(
    (one) => one.url === address || `${one.resourceType}/${one.id}` === address,
  );
};
process.stdout.write(JSON.stringify(await applyPlan(plan, `Patient/${patient.id}`, resolve)));
process.exit(0);
