import { withoutIndex } from '../shared/addresses';
import type { SynthesizedStack } from '../shared/synthesized-stack';
import { UserError } from '../shared/user-error';
import type { Diagram, DiagramNode } from './diagram-model';
import { type ChangeKind, renderMermaid } from './mermaid';
import { readDiagram } from './read/read-diagram';
import { titleOfType } from './read/resource-text';

interface ChangedResource {
  readonly address: string;
  readonly type: string;
}

/** The resources that a plan changes, by action. */
type Changes = Readonly<Record<'created' | 'changed' | 'replaced' | 'destroyed', readonly ChangedResource[]>>;

/** The maximum number of changed boxes. A diagram with more would not be readable in a comment. */
const maxBoxes = 12;
/** The id of the frame around resources that the stack no longer contains. */
const removedGroup = 'removed';

/**
 * Draws the boxes that a plan changes, with their neighbours, as a Mermaid flowchart. New boxes are green, changed ones
 * amber, destroyed ones red.
 * @returns undefined if no box changes, if too many boxes change, or if the stack contains something that cannot be drawn
 */
export function renderChanges(name: string, stack: SynthesizedStack, changes: Changes): string | undefined {
  try {
    return renderAround(withRemoved(readDiagram(name, stack), changes), changes);
  } catch (error) {
    // If the diagram cannot be drawn, the plan is shown without it.
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

function renderAround(diagram: Diagram, changes: Changes): string | undefined {
  const kinds = new Map(diagram.nodes.flatMap((node) => kindOf(node, changes).map((kind) => [node.id, kind] as const)));
  if (kinds.size === 0 || kinds.size > maxBoxes) return undefined;
  return renderMermaid(partAround(diagram, new Set(kinds.keys())), kinds);
}

/** Adds a box for each destroyed resource that the diagram of the current stack does not show. */
function withRemoved(diagram: Diagram, { destroyed }: Changes): Diagram {
  const shown = new Set([...diagram.nodes, ...diagram.groups].flatMap(({ addresses }) => addresses));
  const removed = destroyed.filter(({ address }) => !shown.has(withoutIndex(address)));
  if (removed.length === 0) return diagram;
  const nodes = removed.map(({ address, type }): DiagramNode => {
    const [title, lines] = [titleOfType(type), [address.slice(type.length + 1)]];
    return { id: address, kind: 'other', title, lines, group: removedGroup, addresses: [withoutIndex(address)] };
  });
  const group = { id: removedGroup, title: 'No longer in the stack', kind: 'panel', addresses: [] } as const;
  return { ...diagram, groups: [...diagram.groups, group], nodes: [...diagram.nodes, ...nodes] };
}

/**
 * Returns how a plan changes a box; an empty list if the plan changes nothing in the box. If the plan adds a part to an
 * existing resource, the box of that resource counts as changed, not as created.
 */
function kindOf({ addresses }: DiagramNode, { created, changed, replaced, destroyed }: Changes): readonly ChangeKind[] {
  const has = (list: Changes['created']) => list.some(({ address }) => addresses.includes(withoutIndex(address)));
  const isFirst = (list: Changes['created']) => list.some(({ address }) => addresses[0] === withoutIndex(address));
  if (isFirst(created)) return ['created'];
  if (isFirst(destroyed)) return ['destroyed'];
  return [created, changed, replaced, destroyed].some(has) ? ['changed'] : [];
}

/**
 * Returns a diagram with only these boxes, the boxes that arrows connect to them, and the frames around all of them.
 */
function partAround(diagram: Diagram, ids: ReadonlySet<string>): Diagram {
  const framesOf = (id: string | undefined): readonly string[] => {
    const frame = diagram.groups.find((group) => group.id === id);
    return frame ? [frame.id, ...framesOf(frame.parent)] : [];
  };
  const inside = (end: string) => ids.has(end) || diagram.nodes.some((node) => ids.has(node.id) && node.group === end);
  const edges = diagram.edges.filter(({ from, to }) => inside(from) || inside(to));
  const ends = new Set(edges.flatMap(({ from, to }) => [from, to]));
  const nodes = diagram.nodes.filter(({ id }) => ids.has(id) || ends.has(id));
  const frames = new Set([...nodes.flatMap(({ group }) => framesOf(group)), ...[...ends].flatMap(framesOf)]);
  return { ...diagram, nodes, edges, groups: diagram.groups.filter(({ id }) => frames.has(id)) };
}
