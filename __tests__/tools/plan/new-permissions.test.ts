import { queue } from '../../../stacks/app-resources/queue';
import { newPermissions } from '../../../tools/plan/new-permissions';
import { summarizePlan } from '../../../tools/plan/plan-summary';
import { SynthesizedStack } from '../../../tools/shared/synthesized-stack';
import { complete } from '../../support/stacks/fixture-bootstrap';
import type { Changes } from '../../support/stacks/fixture-environment';
import { synthesized } from '../../support/stacks/synthesized';
import { planOf } from '../../support/terraform/planned';

const stackOf = (changes: Changes, bootstrap?: typeof complete) =>
  new SynthesizedStack(synthesized(changes, bootstrap) as never);
const withQueue = stackOf({ resources: { jobs: queue() } }, complete);
const newQueue = planOf({
  '= aws_vpc.network': {},
  '+ aws_sqs_queue.resources_jobs': {},
  '+ aws_sqs_queue_policy.resources_jobs': {},
});

describe('Warning about new permissions', () => {
  it('names the resource types that are new in an existing environment, and an action that they need', () => {
    const warning =
      /^Apply the latest bootstrap before this plan, .* It allows the deploy role of dev to call actions such as sqs:GetQueueAttributes \(for aws_sqs_queue, aws_sqs_queue_policy\)\.$/;
    expect(newPermissions(newQueue, withQueue)).toEqual([expect.stringMatching(warning)]);
    expect(summarizePlan(newQueue, withQueue).warnings).toEqual([expect.stringMatching(warning)]);
  });

  it.each([
    ['without roles of the bootstrap', newQueue, stackOf({ resources: { jobs: queue() } })],
    ['before a first deployment', planOf({ '+ aws_sqs_queue.resources_jobs': {} }), withQueue],
    [
      'if the type exists already',
      planOf({ '= aws_sqs_queue.resources_mails': {}, '+ aws_sqs_queue.resources_jobs': {} }),
      withQueue,
    ],
    [
      'if the roles already allow changes of the type',
      planOf({ '= aws_vpc.network': {}, '+ aws_cloudwatch_dashboard.dashboard': {} }),
      stackOf({ monitoring: {} }, complete),
    ],
  ])('is absent %s', (_when, plan, stack) => {
    expect(newPermissions(plan, stack)).toEqual([]);
  });
});
