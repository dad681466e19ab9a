import type { SynthesizedStack } from '../shared/synthesized-stack';
import type { Diagram } from './diagram-model';
import { layoutDiagram } from './layout';
import { renderMermaid } from './mermaid';
import type { Layout } from './placed-diagram';
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
  return renderDiagram(diagram, await layoutDiagram(diagram));
}

/** Renders a diagram whose boxes already have positions. */
export function renderDiagram(diagram: Diagram, layout: Layout): DrawnStack {
  const title = `The architecture of ${diagram.title}`;
  return {
    pictures: {
      [`${diagram.title}-light.svg`]: renderSvg(title, layout, themes.light),
      [`${diagram.title}-dark.svg`]: renderSvg(title, layout, themes.dark),
    },
    mermaid: renderMermaid(diagram),
  };
}
