// Validate FHIR R4 resources against the official StructureDefinitions: types, cardinalities and invariants.
// Standard input: a JSON list of resources. Standard output: for each, a list of what is wrong with it.
import { readdirSync, readFileSync } from 'node:fs';
import { indexStructureDefinitionBundle, validateResource } from '@medplum/core';

const definitions = new URL('./node_modules/hl7.fhir.r4.examples/', import.meta.url);
const entry = readdirSync(definitions)
  .filter((name) => name.startsWith('StructureDefinition-'))
  .map((name) => JSON.parse(readFileSync(new URL(name, definitions), 'utf8')))
  .filter((one) => one.kind !== 'logical' && one.derivation !== 'constraint')
  .map((resource) => ({ resource }));
indexStructureDefinitionBundle({ resourceType: 'Bundle', type: 'collection', entry });

function faults(resource) {
  try {
    validateResource(resource);
    return [];
  } catch (error) {
    if (!error.outcome) throw error;
    return error.outcome.issue
      .filter((issue) => issue.severity === 'error' || issue.severity === 'fatal')
      .map((issue) => `${issue.expression ?? ''}: ${issue.details?.text ?? issue.diagnostics}`);
  }
}

process.stdout.write(JSON.stringify(JSON.parse(readFileSync(0, 'utf8')).map(faults)));
