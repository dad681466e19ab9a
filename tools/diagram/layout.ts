import type { Diagram, DiagramGroup } from './diagram-model';
import { layoutFlow } from './flow-layout';
import { layoutColumns } from './panel-layout';
import { type Layout, moveBy, type PlacedGroup, type PlacedNode } from './placed-diagram';
import { titleMargin } from './title-position';

const margin = 16;
const gap = 16;
/** The maximum width of a picture. Pages show it without scaling it down. */
const pageWidth = 1_200;
/** The panels are on the right of the arrows if there is this room, otherwise below. */
const minSideWidth = 280;
const maxSideWidth = 330;
const columnsBelow = 4;

interface Placed {
  readonly groups: readonly PlacedGroup[];
  readonly nodes: readonly PlacedNode[];
}

/** Places boxes along the arrows from top to bottom, and panels without arrows to the right or below. */
export async function layoutDiagram(diagram: Diagram): Promise<Layout> {
  const flow = await layoutFlow(diagram);
  const room = pageWidth - flow.width - margin;
  const panels =
    room >= minSideWidth
      ? placeBeside(diagram, flow.width, Math.min(room, maxSideWidth))
      : placeBelow(diagram, flow.height, Math.max(flow.width, pageWidth) - 2 * margin);
  const groups = [...flow.groups, ...panels.groups];
  return {
    ...flow,
    nodes: [...flow.nodes, ...panels.nodes],
    groups,
    width: Math.ceil(Math.max(flow.width, ...groups.map((one) => one.x + one.width + margin))),
    height: Math.ceil(Math.max(flow.height, ...groups.map((one) => one.y + one.height + margin))),
  };
}

/** Stacks the panels vertically. */
function placeBeside(diagram: Diagram, x: number, width: number): Placed {
  const placed: Placed[] = [];
  let y = margin;
  for (const group of panelsOf(diagram)) {
    const panel = layoutColumns(diagram, group, width, 1);
    placed.push(placePanel(group, panel, x, y));
    y += panel.height + gap;
  }
  return joined(placed);
}

/** Panels in rows of four columns. A panel has as many columns as boxes. */
function placeBelow(diagram: Diagram, top: number, width: number): Placed {
  const placed: Placed[] = [];
  const columnWidth = (width + gap) / columnsBelow;
  let [y, height, used] = [top, 0, 0];
  for (const group of panelsOf(diagram)) {
    const boxes = diagram.nodes.filter((node) => node.group === group.id).length;
    const columns = Math.min(boxes, columnsBelow);
    if (used + columns > columnsBelow) [y, height, used] = [y + height + gap, 0, 0];
    const panel = layoutColumns(diagram, group, Math.floor(columns * columnWidth - gap), columns);
    placed.push(placePanel(group, panel, margin + Math.floor(used * columnWidth), y));
    [height, used] = [Math.max(height, panel.height), used + columns];
  }
  return joined(placed);
}

function panelsOf({ groups }: Diagram): readonly DiagramGroup[] {
  return groups.filter(({ kind }) => kind === 'panel');
}

function placePanel(group: DiagramGroup, panel: ReturnType<typeof layoutColumns>, x: number, y: number): Placed {
  const { width, height, nodes } = panel;
  return { groups: [{ group, x, y, width, height, titleX: x + titleMargin }], nodes: moveBy(nodes, x, y) };
}

function joined(placed: readonly Placed[]): Placed {
  return { groups: placed.flatMap(({ groups }) => groups), nodes: placed.flatMap(({ nodes }) => nodes) };
}
