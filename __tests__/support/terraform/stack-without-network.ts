import type { State } from '../../../stacks/settings/state-settings';
import { synthesized } from '../stacks/synthesized';

/**
 * Returns the stack of `dev` with only two resources, for tests of the state: the table, and the parameter that records the deployed image.
 */
export function stackWithoutNetwork(state: State) {
  const { resource, output, ...stack } = synthesized({ state });
  const { depends_on: _service, ...deployed } = resource.aws_ssm_parameter?.deployed ?? {};
  return {
    ...stack,
    resource: { aws_dynamodb_table: resource.aws_dynamodb_table, aws_ssm_parameter: { deployed } },
    output: { deployed_image: output.deployed_image },
  };
}
