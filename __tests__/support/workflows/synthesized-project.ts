import { SynthesizedStack } from '../../../tools/shared/synthesized-stack';

/** Returns a stack with a service, whose state is of this kind. */
function stackWith(kind: 'local' | 's3'): SynthesizedStack {
  return new SynthesizedStack({ terraform: { backend: { [kind]: {} } }, resource: { aws_ecs_service: { app: {} } } });
}

/** Replaces `tools/shared/synthesize`: returns the stacks of the project in tests of workflows. */
export const synthesizeAll = jest.fn(async (): Promise<ReadonlyMap<string, SynthesizedStack>> => {
  const bootstrap = new SynthesizedStack({ terraform: {} });
  return new Map([
    ['bootstrap', bootstrap],
    ['dev', stackWith('local')],
    ['staging', stackWith('s3')],
  ]);
});
