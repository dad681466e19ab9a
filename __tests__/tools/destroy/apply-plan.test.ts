import { Steps } from '../../../tools/console/steps';
import { applyPlan } from '../../../tools/destroy/apply-plan';
import { Interrupted } from '../../../tools/shared/user-error';
import type { ApplyEvent } from '../../../tools/terraform/apply-event';
import type { TerraformStack } from '../../../tools/terraform/terraform-stack';

const steps = new Steps({ write: () => true } as unknown as NodeJS.WriteStream);
const deleted: ApplyEvent = { type: 'apply_complete', '@message': 'a: Destruction complete after 1s' };

/** Applies a plan of two changes, with a fake terraform that reports `events` and returns `errors`. */
function apply(events: readonly ApplyEvent[], errors: readonly string[], stop = new AbortController()): Promise<void> {
  const terraform = {
    apply: async (onEvent: (event: ApplyEvent) => void) => {
      for (const event of events) onEvent(event);
      return errors;
    },
  } as unknown as TerraformStack;
  return applyPlan({ terraform, steps, stop: stop.signal, title: 'Destroy', count: 2, remedy: 'Run it again.' });
}

describe('applyPlan', () => {
  it('succeeds if terraform reports no error', async () => {
    await expect(apply([deleted, deleted], [])).resolves.toBeUndefined();
  });

  it('reports how many changes were made before an interruption', async () => {
    const stop = new AbortController();
    stop.abort('SIGINT');
    await expect(apply([deleted], [], stop)).rejects.toEqual(
      new Interrupted('Destroy: interrupted. 1 of 2 changes are done. Run it again.'),
    );
  });

  it('counts the changes of a failed remote apply in its log', async () => {
    const line = { type: 'log', '@message': 'aws_vpc.network: Destruction complete after 0s' };
    await expect(
      apply([line, { type: 'log', '@message': 'aws_lb.a: Destroying...' }], ['Error: in use']),
    ).rejects.toThrow('Destroy: failed.\n  Error: in use\n1 of 2 changes are done. Run it again.');
  });
});
