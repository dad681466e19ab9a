import type { Diagram } from '../../../tools/diagram/diagram-model';
import { layoutDiagram } from '../../../tools/diagram/layout/layout';
import type { Layout } from '../../../tools/diagram/layout/layout-model';
import { readDiagram } from '../../../tools/diagram/read/read-diagram';
import type { SynthesizedStack } from '../../../tools/shared/synthesized-stack';

export interface Drawn {
  readonly stack: SynthesizedStack;
  readonly diagram: Diagram;
  readonly layout: Layout;
}

const drawn = new Map<string, Drawn>();

/** Draws a stack. A suite draws the same JSON only once, because the layout takes up to half a second. */
export async function drawOnce(name: string, stack: SynthesizedStack): Promise<Drawn> {
  const key = JSON.stringify(stack.document);
  const before = drawn.get(key);
  if (before) return before;
  const diagram = readDiagram(name, stack);
  const created = { stack, diagram, layout: await layoutDiagram(diagram) };
  drawn.set(key, created);
  return created;
}
