import { SynthesizedStack } from '../../../tools/shared/synthesized-stack';

/** Returns a stack with a service and with a backend of this kind. */
function stackWith(kind: 'local' | 's3'): SynthesizedStack {
  return new SynthesizedStack({ terraform: { backend: { [kind]: {} } }, resource: { aws_ecs_service: { app: {} } } });
}

/** Replaces `synthesizeAll` of `tools/shared/synthesize` in tests of workflows. It returns a bootstrap and two environments. */
export const synthesizeAll = jest.fn(async (): Promise<ReadonlyMap<string, SynthesizedStack>> => {
  const bootstrap = new SynthesizedStack({ terraform: {} });
  return new Map([
    ['bootstrap', bootstrap],
    ['dev', stackWith('local')],
    ['staging', stackWith('s3')],
  ]);
});
