import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createDiagramCommand, parseDiagramArguments } from './diagram/diagram-arguments';
import { drawStack } from './diagram/diagram-files';
import { docsFolder, docsPage, environmentsIn, replaceFlowcharts } from './diagram/docs-pages';
import { renderMermaid } from './diagram/mermaid';
import { readDiagram } from './diagram/read-diagram';
import { outdir } from './shared/environment';
import { readStack } from './shared/read-stack';
import { runCommand } from './shared/run-command';

runCommand(async (stop) => {
  const command = parseDiagramArguments(createDiagramCommand(), process.argv.slice(2));
  if (command.kind === 'docs') return drawDocs(stop);
  const { environment, print } = command;
  const stack = await readStack(environment, stop);
  if (print === 'json') return console.log(JSON.stringify(readDiagram(environment, stack), null, 2));
  if (print === 'mermaid') return console.log(renderMermaid(readDiagram(environment, stack)).trimEnd());
  const { pictures, mermaid } = await drawStack(environment, stack);
  await writeFiles(path.join(outdir, 'diagrams'), { ...pictures, [`${environment}.mmd`]: mermaid });
});

/** Draws all environments that the documentation shows. */
async function drawDocs(stop: AbortSignal): Promise<void> {
  const page = await readFile(docsPage, 'utf8');
  const flowcharts: Record<string, string> = {};
  for (const environment of environmentsIn(page)) {
    const { pictures, mermaid } = await drawStack(environment, await readStack(environment, stop));
    await writeFiles(docsFolder, pictures);
    flowcharts[environment] = mermaid;
  }
  await writeFile(docsPage, replaceFlowcharts(page, flowcharts));
  console.log(docsPage);
}

/** Writes files, and prints their paths. */
async function writeFiles(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [name, content] of Object.entries(files)) {
    await writeFile(path.join(folder, name), content);
    console.log(path.join(folder, name));
  }
}
