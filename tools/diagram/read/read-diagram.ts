import type { SynthesizedStack } from '../../shared/synthesized-stack';
import type { Diagram } from '../diagram-model';
import { drawCompute } from './compute';
import { drawConnections } from './connections';
import { drawDatabases } from './databases';
import { Drawing } from './drawing';
import { drawIngress } from './ingress';
import { drawEndpoints, drawNetwork } from './network';
import { drawOtherResources, stateOnly } from './other-resources';
import { drawRoles } from './roles';
import { StackGraph } from './stack-graph';
import { drawUsedResources } from './used-resources';
import { regionGroup } from './vpcs';

/** Reads the architecture of a stack from its synthesized JSON. The result contains every resource of the JSON, except
 * those with a count of 0. */
export function readDiagram(name: string, stack: SynthesizedStack): Diagram {
  const graph = new StackGraph(stack);
  const drawing = new Drawing(graph);
  drawing.group({ id: regionGroup, kind: 'region', title: ['AWS', stack.region].filter(Boolean).join(', ') });
  drawNetwork(drawing);
  drawCompute(drawing);
  drawIngress(drawing);
  drawDatabases(drawing);
  drawConnections(drawing);
  drawUsedResources(drawing);
  drawEndpoints(drawing);
  drawRoles(drawing);
  drawOtherResources(drawing);
  drawEmptyStack(drawing);
  return drawing.finish(
    name,
    graph.of(stateOnly).map(({ address }) => address),
  );
}

/** If the stack has no resources, draws a box that says so. */
function drawEmptyStack(drawing: Drawing): void {
  if (drawing.graph.resources.some(({ type }) => type !== stateOnly)) return;
  const text = { title: 'No resources', lines: ['This stack creates nothing in AWS.'] };
  drawing.node({ id: 'empty', kind: 'other', ...text });
}
