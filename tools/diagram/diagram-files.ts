import type { SynthesizedStack } from '../shared/synthesized-stack';
import type { Diagram } from './diagram-model';
import { layoutDiagram } from './layout/layout';
import type { Layout } from './layout/layout-model';
import { renderMermaid } from './mermaid';
import { readDiagram } from './read/read-diagram';
import { renderSvg } from './svg';
import { themes } from './theme';

/** The diagram of a stack in every format. */
export interface DrawnStack {
  /** The content of the SVG pictures by file name, such as `dev-light.svg`. */
  readonly pictures: Readonly<Record<string, string>>;
  readonly mermaid: string;
}

/** Draws a stack. For the same JSON, the result is always the same. */
export async function drawStack(name: string, stack: SynthesizedStack): Promise<DrawnStack> {
  const diagram = readDiagram(name, stack);
  return renderDiagram(diagram, await layoutDiagram(diagram));
}

/** Renders a diagram in every format. @param layout the positions of the boxes and arrows */
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
