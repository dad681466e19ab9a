import type { Diagram, DiagramGroup } from '../diagram-model';
import { type Placement, placements } from './elk-graph';
import { type Block, blocksIn } from './flow-blocks';
import { layoutFlow } from './flow-layout';
import { type Box, type Layout, moveBy, type PlacedGroup, type PlacedNode } from './layout-model';
import { layoutColumns, type Panel, panelWidths } from './panel-layout';
import { titleMargin } from './title-position';

const margin = 16;
const gap = 16;
/** The maximum width of a picture in pixels. Most web pages can show a picture of this width without scaling it down. */
const pageWidth = 1_200;
/** The minimum width in pixels for panels to the right of the arrows. With less room, the panels are below the arrows. */
const minSideWidth = 220;
const maxSideWidth = 330;
const columnsBelow = 4;

interface Placed {
  readonly groups: readonly PlacedGroup[];
  readonly nodes: readonly PlacedNode[];
}

/**
 * Places the boxes along the arrows from top to bottom, and the panels without arrows on the right or below.
 * If there is no room on the right, tries other placements and narrower frames of services. Of all pictures that are not
 * too wide, returns the one with the smallest height.
 */
export async function layoutDiagram(diagram: Diagram): Promise<Layout> {
  const layouts: Layout[] = [];
  for (const [blocks, placement] of attempts(diagram)) {
    const flow = await layoutFlow(diagram, blocks, placement);
    const room = pageWidth - flow.width - margin;
    layouts.push(
      withPanels(
        flow,
        placeBelow(diagram, Math.max(flow.height, margin), Math.max(flow.width, pageWidth) - 2 * margin),
      ),
    );
    if (room < minSideWidth) continue;
    layouts.push(withPanels(flow, placeBeside(diagram, Math.max(flow.width, margin), Math.min(room, maxSideWidth))));
    break;
  }
  return layouts.reduce((best, one) => (isBetter(one, best) ? one : best));
}

/** Returns the combinations of blocks and placements to try. The widest frames of services come first. */
function attempts(diagram: Diagram): readonly (readonly [blocks: readonly Block[], placement: Placement])[] {
  const all = panelWidths.map((width) => blocksIn(diagram, width));
  const widths = all.map((blocks) => blocks.map(({ width }) => width).join());
  const different = all.filter((_, index) => widths.indexOf(widths[index] ?? '') === index).reverse();
  return different.flatMap((blocks) => placements.map((placement) => [blocks, placement] as const));
}

function isBetter(one: Layout, other: Layout): boolean {
  const [oneExcess, otherExcess] = [one, other].map(({ width }) => Math.max(width - pageWidth, 0));
  return oneExcess === otherExcess ? one.height < other.height : Number(oneExcess) < Number(otherExcess);
}

function withPanels(flow: Layout, panels: Placed): Layout {
  const groups = [...flow.groups, ...panels.groups];
  return {
    ...flow,
    nodes: [...flow.nodes, ...panels.nodes],
    groups,
    width: Math.ceil(Math.max(flow.width, ...groups.map((one) => one.x + one.width + margin))),
    height: Math.ceil(Math.max(flow.height, ...groups.map((one) => one.y + one.height + margin))),
  };
}

/** Places the panels on the right, one below the other. */
function placeBeside(diagram: Diagram, x: number, width: number): Placed {
  const placed: Placed[] = [];
  let y = margin;
  for (const group of panelsOf(diagram)) {
    const panel = layoutColumns(diagram, group, { width, columns: 1 });
    placed.push(placePanel(group, panel, { x, y }));
    y += panel.height + gap;
  }
  return joined(placed);
}

/** Places the panels below, side by side. Divides the columns among the panels so that the height is as small as possible. */
function placeBelow(diagram: Diagram, top: number, width: number): Placed {
  const groups = panelsOf(diagram);
  const columnWidth = (width + gap) / columnsBelow;
  const boxes = groups.map(({ id }) => diagram.nodes.filter((node) => node.group === id).length);
  const ways = waysToDivide(columnsBelow, boxes).map((columns) =>
    groups.map((group, index) => {
      const [own = 1, before] = [columns[index], columns.slice(0, index).reduce((sum, one) => sum + one, 0)];
      const panel = layoutColumns(diagram, group, { width: Math.floor(own * columnWidth - gap), columns: own });
      return placePanel(group, panel, { x: margin + Math.floor(before * columnWidth), y: top });
    }),
  );
  const heightOf = (placed: readonly Placed[]) => Math.max(...joined(placed).groups.map(({ height }) => height));
  return joined(ways.reduce((best, one) => (heightOf(one) < heightOf(best) ? one : best)));
}

/** Returns all ways to divide columns among panels. Each panel gets at least one column, and at most one for each of its boxes. */
function waysToDivide(columns: number, [first, ...others]: readonly number[]): readonly (readonly number[])[] {
  if (first === undefined) return [[]];
  const most = Math.max(1, Math.min(first, columns - others.length));
  return Array.from({ length: most }, (_, index) => index + 1).flatMap((own) =>
    waysToDivide(columns - own, others).map((rest) => [own, ...rest]),
  );
}

function panelsOf({ groups }: Diagram): readonly DiagramGroup[] {
  return groups.filter(({ kind }) => kind === 'panel');
}

function placePanel(group: DiagramGroup, panel: Panel, { x, y }: Pick<Box, 'x' | 'y'>): Placed {
  const { width, height, nodes } = panel;
  return { groups: [{ group, x, y, width, height, titleX: x + titleMargin }], nodes: moveBy(nodes, x, y) };
}

function joined(placed: readonly Placed[]): Placed {
  return { groups: placed.flatMap(({ groups }) => groups), nodes: placed.flatMap(({ nodes }) => nodes) };
}
