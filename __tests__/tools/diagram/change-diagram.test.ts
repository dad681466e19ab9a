import { renderChanges } from '../../../tools/diagram/change-diagram';
import { summarizePlan } from '../../../tools/plan/plan-summary';
import { SynthesizedStack } from '../../../tools/shared/synthesized-stack';
import { balanced } from '../../support/stacks/fixture-environment';
import { synthesized } from '../../support/stacks/synthesized';
import { type Planned, planOf } from '../../support/terraform/planned';

const stack = new SynthesizedStack(synthesized(balanced) as unknown as SynthesizedStack['document']);
const drawn = (resources: Readonly<Record<string, Planned>>) =>
  renderChanges('staging', stack, summarizePlan(planOf(resources)));

/** Returns the Mermaid class of the box with this title, such as `created`; undefined if there is no such box. */
function classOf(flowchart: string | undefined, title: string): string | undefined {
  const [, id] = new RegExp(`^ *(n\\d+)[[(]+"<b>${title}</b>`, 'm').exec(flowchart ?? '') ?? [];
  return new RegExp(`^  class (?:\\w+,)*${id}(?:,\\w+)* (\\w+)$`, 'm').exec(flowchart ?? '')?.[1];
}

describe('Diagram of a plan', () => {
  const flowchart = drawn({
    '+ aws_lb.load_balancer': {},
    '~ aws_ecs_service.app[0]': {},
    '- aws_sqs_queue.jobs': {},
    '± aws_ecs_task_definition.app[0]': {},
  });

  it.each([
    ['Load balancer', 'created'],
    ['ECS tasks on Fargate', 'changed'],
    ['Sqs queue', 'destroyed'],
  ])('marks the box "%s" as %s', (title, kind) => {
    expect(classOf(flowchart, title)).toBe(kind);
  });

  it('contains an unchanged box only if an arrow connects it to a changed box', () => {
    expect(flowchart).toContain('<b>Clients</b>');
    expect(flowchart).not.toContain('<b>Dashboard</b>');
  });

  it('marks a box as changed if only some of its resources are new', () => {
    expect(classOf(drawn({ '+ aws_lb_listener.load_balancer_http': {} }), 'Load balancer')).toBe('changed');
  });

  it('does not exist if nothing changes, or if more than 12 boxes change', () => {
    expect(drawn({ '= aws_lb.load_balancer': {} })).toBeUndefined();
    const many = Array.from({ length: 13 }, (_, index) => [`- aws_sqs_queue.q${index}`, {}] as const);
    expect(drawn(Object.fromEntries(many))).toBeUndefined();
  });
});
