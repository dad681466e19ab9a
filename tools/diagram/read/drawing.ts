import type { Diagram, DiagramEdge, DiagramGroup, DiagramNode } from '../diagram-model';
import { ownerOf } from './ownership';
import { type GraphResource, type StackGraph, totalCount } from './stack-graph';

type NewNode = Omit<DiagramNode, 'addresses'>;

/** An unfinished diagram, to which each step adds boxes, frames and arrows. */
export class Drawing {
  readonly #groups: DiagramGroup[] = [];
  readonly #nodes: DiagramNode[] = [];
  readonly #edges = new Map<string, DiagramEdge>();
  /** The ids of the boxes and frames that show each drawn resource, by the address of the resource. */
  readonly #shown = new Map<string, string[]>();
  readonly #parts = new Map<string, string[]>();

  constructor(readonly graph: StackGraph) {
    for (const resource of graph.resources) {
      const owner = ownerOf(resource, graph).address;
      if (owner !== resource.address) append(this.#parts, owner, resource.address);
    }
  }

  /** Adds a frame, unless there is one with this id. @returns the id of the frame */
  group(group: Omit<DiagramGroup, 'addresses'>, ...resources: readonly GraphResource[]): string {
    const title = withCount(group.title, resources);
    if (!this.hasGroup(group.id)) this.#groups.push({ ...group, title, addresses: this.#show(group.id, resources) });
    return group.id;
  }

  /** Adds a box for resources and their parts, unless a box with this id exists. Leaves out empty lines. @returns the id of the box */
  node(node: NewNode, ...resources: readonly GraphResource[]): string {
    if (this.#nodes.some(({ id }) => id === node.id)) return node.id;
    const lines = node.lines.filter((line) => line !== '');
    const title = withCount(node.title, resources);
    this.#nodes.push({ ...node, title, lines, addresses: this.#show(node.id, resources) });
    return node.id;
  }

  /** Adds an arrow. If an arrow already connects the two boxes, only adds the label to that arrow. */
  edge(edge: DiagramEdge): void {
    const key = `${edge.from} ${edge.to}`;
    const labels = [this.#edges.get(key)?.label, edge.label].flatMap((label) => label?.split(', ') ?? []);
    this.#edges.set(key, { ...edge, ...(labels.length > 0 && { label: [...new Set(labels)].join(', ') }) });
  }

  /** Whether there is an arrow between two boxes. */
  hasEdge(from: string, to: string): boolean {
    return this.#edges.has(`${from} ${to}`);
  }

  /** Returns the ids of the boxes and frames that show a resource; an empty list if the resource is not drawn yet. */
  idsOf(resource: GraphResource): readonly string[] {
    return this.#shown.get(ownerOf(resource, this.graph).address) ?? [];
  }

  /** Returns the id of the frame around a frame; undefined if there is none. */
  parentOf(id: string): string | undefined {
    return this.#groups.find((group) => group.id === id)?.parent;
  }

  hasGroup(id: string): boolean {
    return this.#groups.some((group) => group.id === id);
  }

  /** Returns the resources that are neither drawn yet, nor a part of another resource. */
  rest(): readonly GraphResource[] {
    return this.graph.resources.filter(
      (resource) => !this.#shown.has(resource.address) && ownerOf(resource, this.graph).address === resource.address,
    );
  }

  /** Returns the finished diagram. @param notInAws the addresses of resources that exist only in Terraform's state */
  finish(title: string, notInAws: readonly string[]): Diagram {
    const ids = new Set([...this.#nodes, ...this.#groups].map(({ id }) => id));
    const edges = [...this.#edges.values()].filter(
      (edge) => ids.has(edge.from) && ids.has(edge.to) && !this.#isImplied(edge),
    );
    const groups = this.#groups.filter(({ id, addresses }) => addresses.length > 0 || this.#hasContents(id));
    return { title, groups, nodes: this.#nodes, edges, notInAws };
  }

  #hasContents(id: string): boolean {
    return this.#nodes.some(({ group }) => group === id) || this.#groups.some(({ parent }) => parent === id);
  }

  /**
   * Whether an arrow from a frame is superfluous, because a box inside the frame has an arrow to the same box. For
   * example, the frame of a host needs no arrow if a task on the host has one.
   */
  #isImplied({ from, to }: DiagramEdge): boolean {
    return this.#nodes.some(({ id, group }) => group === from && this.#edges.has(`${id} ${to}`));
  }

  /**
   * Records that a box or frame shows these resources. @returns the addresses of the resources and their parts, without
   * data sources
   */
  #show(id: string, resources: readonly GraphResource[]): readonly string[] {
    for (const { address } of resources) append(this.#shown, address, id);
    const inStack = resources.filter(({ type }) => !type.startsWith('data.'));
    return inStack.flatMap(({ address }) => [address, ...(this.#parts.get(address) ?? [])]);
  }
}

/** Adds the number of instances to the title of a single resource, as in `SQS queue ×2`. */
function withCount(title: string, resources: readonly GraphResource[]): string {
  const count = totalCount(resources);
  return resources.length === 1 && count > 1 ? `${title} ×${count}` : title;
}

function append(lists: Map<string, string[]>, key: string, value: string): void {
  lists.set(key, [...(lists.get(key) ?? []), value]);
}
