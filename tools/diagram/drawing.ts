import type { Diagram, DiagramEdge, DiagramGroup, DiagramNode } from './diagram-model';
import { ownerOf } from './ownership';
import type { GraphResource, StackGraph } from './stack-graph';

type NewNode = Omit<DiagramNode, 'addresses'>;

/** An unfinished diagram, to which each step adds boxes, frames and arrows. */
export class Drawing {
  readonly #groups: DiagramGroup[] = [];
  readonly #nodes: DiagramNode[] = [];
  readonly #edges = new Map<string, DiagramEdge>();
  /** The boxes and frames of each drawn resource. */
  readonly #shown = new Map<string, string[]>();
  readonly #parts = new Map<string, string[]>();

  constructor(readonly graph: StackGraph) {
    for (const resource of graph.resources) {
      const owner = ownerOf(resource, graph).address;
      if (owner !== resource.address) append(this.#parts, owner, resource.address);
    }
  }

  /** Adds a frame, unless it exists already. @returns its id */
  group(group: Omit<DiagramGroup, 'addresses'>, ...resources: readonly GraphResource[]): string {
    if (!this.hasGroup(group.id)) this.#groups.push({ ...group, addresses: this.#show(group.id, resources) });
    return group.id;
  }

  /** Adds a box for resources and their parts, unless it exists already. Empty lines are omitted. @returns its id */
  node(node: NewNode, ...resources: readonly GraphResource[]): string {
    if (this.#nodes.some(({ id }) => id === node.id)) return node.id;
    const lines = node.lines.filter((line) => line !== '');
    this.#nodes.push({ ...node, lines, addresses: this.#show(node.id, resources) });
    return node.id;
  }

  /** Adds an arrow. The labels of arrows between the same two boxes are joined. */
  edge(edge: DiagramEdge): void {
    const key = `${edge.from} ${edge.to}`;
    const labels = [this.#edges.get(key)?.label, edge.label].flatMap((label) => label?.split(', ') ?? []);
    this.#edges.set(key, { ...edge, ...(labels.length > 0 && { label: [...new Set(labels)].join(', ') }) });
  }

  /** Whether there is an arrow between two boxes. */
  hasEdge(from: string, to: string): boolean {
    return this.#edges.has(`${from} ${to}`);
  }

  /** Returns the ids of the boxes and frames of a resource; none if it is not drawn yet. */
  idsOf(resource: GraphResource): readonly string[] {
    return this.#shown.get(ownerOf(resource, this.graph).address) ?? [];
  }

  /** Returns the frame around a frame. */
  parentOf(id: string): string | undefined {
    return this.#groups.find((group) => group.id === id)?.parent;
  }

  hasGroup(id: string): boolean {
    return this.#groups.some((group) => group.id === id);
  }

  /** Returns the resources that are neither drawn nor a part of another one. */
  rest(): readonly GraphResource[] {
    return this.graph.resources.filter(
      (resource) => !this.#shown.has(resource.address) && ownerOf(resource, this.graph).address === resource.address,
    );
  }

  /** @param notInAws the addresses of resources that only Terraform knows */
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

  /** Whether a box inside the frame where an arrow begins has an arrow to the same box: for example, a task on a host. */
  #isImplied({ from, to }: DiagramEdge): boolean {
    return this.#nodes.some(({ id, group }) => group === from && this.#edges.has(`${id} ${to}`));
  }

  /** @returns the addresses of resources and their parts, without data sources */
  #show(id: string, resources: readonly GraphResource[]): readonly string[] {
    for (const { address } of resources) append(this.#shown, address, id);
    const inStack = resources.filter(({ type }) => !type.startsWith('data.'));
    return inStack.flatMap(({ address }) => [address, ...(this.#parts.get(address) ?? [])]);
  }
}

function append(lists: Map<string, string[]>, key: string, value: string): void {
  lists.set(key, [...(lists.get(key) ?? []), value]);
}
