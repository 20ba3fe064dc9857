"""Hold the first page of help as click sets it for 80 columns; the test that compares them says how to renew it."""

PAGE = """\
Usage: remission [OPTIONS] COMMAND [ARGS]...

  Treat-to-target therapy of lupus nephritis, executable.

  CHART is a file (CSV, Excel), a folder with a map.toml, or the name of a
  bundled cohort (himeji).

  For research and reviewable decision support: every number carries its
  source, and a clinician decides.

Options:
  --version   Show the version and exit.
  -h, --help  Show this message and exit.

Commands:
  check       Read a cohort and print the findings about its data.
  cite        Print the bibliography of exactly what a results.json used.
  completion  Print the script that completes commands in a shell: eval...
  derive      Answer definitions for every patient and visit.
  explain     Show each condition of a definition: the value it saw, its...
  facts       Recompute every number that the founding paper prints.
  map         Draft the mapping file of a spreadsheet by looking at its...
  report      Evaluate a cohort: the paper's tables and figures as HTML,...
  show        Show a definition, analyte, drug, trait, cohort or source;...
  template    Write an empty workbook to fill in: units in the headers,...
"""
