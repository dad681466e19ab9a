import type { State } from '../../../stacks/settings/state-settings';
import { synthesized } from '../stacks/synthesized';

/** Returns a small part of `dev` for tests of the state: only the table, and the parameter that records the deployed image. */
export function stackWithoutNetwork(state: State) {
  const { resource, output, ...stack } = synthesized({ state });
  const { depends_on: _service, ...deployed } = resource.aws_ssm_parameter?.deployed ?? {};
  return {
    ...stack,
    resource: { aws_dynamodb_table: resource.aws_dynamodb_table, aws_ssm_parameter: { deployed } },
    output: { deployed_image: output.deployed_image },
  };
}
