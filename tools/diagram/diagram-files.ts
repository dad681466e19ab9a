import type { SynthesizedStack } from '../shared/synthesized-stack';
import { layoutDiagram } from './layout';
import { renderMermaid } from './mermaid';
import { readDiagram } from './read-diagram';
import { renderSvg } from './svg';
import { themes } from './theme';

/** The architecture of a stack in every format. */
export interface DrawnStack {
  /** The pictures by their file names, such as `dev-light.svg`. */
  readonly pictures: Readonly<Record<string, string>>;
  readonly mermaid: string;
}

/** Draws a stack. The same JSON always gives the same texts. */
export async function drawStack(name: string, stack: SynthesizedStack): Promise<DrawnStack> {
  const diagram = readDiagram(name, stack);
  const layout = await layoutDiagram(diagram);
  const title = `The architecture of ${name}`;
  return {
    pictures: {
      [`${name}-light.svg`]: renderSvg(title, layout, themes.light),
      [`${name}-dark.svg`]: renderSvg(title, layout, themes.dark),
    },
    mermaid: renderMermaid(diagram),
  };
}
