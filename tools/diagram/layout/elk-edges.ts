import type { ElkExtendedEdge, ElkLabel } from 'elkjs/lib/elk.bundled';
import type { Diagram, DiagramEdge } from '../diagram-model';
import { fontSizes } from './box-text';
import { narrowFrames, portId } from './elk-ports';
import { isBeside } from './flow-blocks';
import { textWidth } from './text-size';

/** Returns an arrow as an edge for ELK. @param index the index of the arrow in the diagram */
export function toElkEdge({ from, to, label }: DiagramEdge, index: number, diagram: Diagram): ElkExtendedEdge {
  const labels: ElkLabel[] = label ? [{ text: label, ...labelSize(label) }] : [];
  const looksUp = diagram.edges.some((edge) => edge.from === from && isBeside(edge, diagram));
  const source = looksUp || hasPorts(from, diagram) ? portId(from, index) : from;
  const target = hasPorts(to, diagram) ? portId(to, index) : to;
  return { id: edgeId(index), sources: [source], targets: [target], labels };
}

function hasPorts(end: string, diagram: Diagram): boolean {
  const node = diagram.nodes.find(({ id }) => id === end);
  return node !== undefined && narrowFrames(node, diagram).length > 0;
}

/** Returns the id of an arrow in the graph for ELK. @param index the index of the arrow in the diagram */
export function edgeId(index: number): string {
  return `edge ${index}`;
}

export function labelSize(label: string): { readonly width: number; readonly height: number } {
  return { width: Math.ceil(textWidth(label, fontSizes.label)) + 6, height: 16 };
}
