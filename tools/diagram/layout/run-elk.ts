import ElkConstructor, { type ElkNode } from 'elkjs/lib/elk.bundled';

let elk: InstanceType<typeof ElkConstructor> | undefined;

/** Runs the layout of ELK on a graph. The same graph always gets the same coordinates. */
export async function runElk(graph: ElkNode): Promise<ElkNode> {
  elk ??= new ElkConstructor();
  return elk.layout(graph);
}
