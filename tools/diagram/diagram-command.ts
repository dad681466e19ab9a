import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { outdir } from '../shared/environment';
import type { SynthesizedStack } from '../shared/synthesized-stack';
import { synthesizeAllTemporarily, synthesizeTemporarily } from '../shared/temporary-synthesis';
import type { DiagramArguments } from './diagram-arguments';
import { drawStack } from './diagram-files';
import { docsFolder, docsPage, drawDocs } from './docs-page';
import { renderMermaid } from './mermaid';
import { readDiagram } from './read/read-diagram';

/** Runs `npm run diagram`. */
export async function runDiagram(command: DiagramArguments, stop: AbortSignal): Promise<void> {
  if (command.kind === 'docs') return writeDocs(await synthesizeAllTemporarily(stop));
  const { environment, print } = command;
  const stack = await synthesizeTemporarily(environment, stop);
  if (print === 'json') return console.log(JSON.stringify(readDiagram(environment, stack), null, 2));
  if (print === 'mermaid') return console.log(renderMermaid(readDiagram(environment, stack)).trimEnd());
  const { pictures, mermaid } = await drawStack(environment, stack);
  await writeFiles(path.join(outdir, 'diagrams'), { ...pictures, [`${environment}.mmd`]: mermaid });
}

/** Draws all environments that docs/architecture.md shows, and writes the page and the pictures. */
async function writeDocs(stacks: ReadonlyMap<string, SynthesizedStack>): Promise<void> {
  const { page, pictures, missing } = await drawDocs(await readFile(docsPage, 'utf8'), stacks);
  await writeFiles(docsFolder, pictures);
  await writeFile(docsPage, page);
  console.log(docsPage);
  for (const name of missing) {
    console.error(
      `${docsPage} shows ${name}, which environments/index.ts does not list. Remove the section about ${name}.`,
    );
  }
}

/** Writes files into a folder, and prints their paths. */
async function writeFiles(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [name, content] of Object.entries(files)) {
    await writeFile(path.join(folder, name), content);
    console.log(path.join(folder, name));
  }
}
