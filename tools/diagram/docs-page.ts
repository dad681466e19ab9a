import type { SynthesizedStack } from '../shared/synthesized-stack';
import { drawStack } from './diagram-files';

/** The page with the flowcharts. Next to it is the folder with the pictures. */
export const docsPage = 'docs/architecture.md';
export const docsFolder = 'docs/diagrams';

const flowchart = /(<!-- diagram (\w+) -->\n```mermaid\n)[\s\S]*?(^```$)/gm;

/** The diagrams of the documentation. */
export interface DrawnDocs {
  /** The text of the page with the current flowcharts. */
  readonly page: string;
  /** The content of the pictures by file name. */
  readonly pictures: Readonly<Record<string, string>>;
  /** The names of environments that the page shows, but that do not exist. */
  readonly missing: readonly string[];
}

/**
 * Draws the environments that a page shows. A comment such as `<!-- diagram dev -->` precedes each diagram.
 * @param stacks all stacks by name
 */
export async function drawDocs(
  page: string,
  stacks: ReadonlyMap<string, SynthesizedStack>,
  draw: typeof drawStack = drawStack,
): Promise<DrawnDocs> {
  const shown = [...page.matchAll(flowchart)].map(([, , name = '']) => name);
  const flowcharts = new Map<string, string>();
  const pictures: Record<string, string> = {};
  for (const name of shown) {
    const stack = stacks.get(name);
    if (stack === undefined) continue;
    const drawn = await draw(name, stack);
    flowcharts.set(name, drawn.mermaid);
    Object.assign(pictures, drawn.pictures);
  }
  const current = page.replace(flowchart, (all, start: string, name: string, end: string) => {
    const text = flowcharts.get(name);
    return text === undefined ? all : `${start}${text}${end}`;
  });
  return { page: current, pictures, missing: shown.filter((name) => !stacks.has(name)) };
}
