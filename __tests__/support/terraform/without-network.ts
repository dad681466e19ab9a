import type { State } from '../../../stacks/environment';
import { synthesized } from '../stacks/synthesized';

/** The table of dev and the image that it remembers, which need nothing else: enough for a test of where the state is. */
export function withoutNetwork(state: State) {
  const { resource, output, ...stack } = synthesized({ state });
  const { depends_on: _service, ...deployed } = resource.aws_ssm_parameter?.deployed ?? {};
  return {
    ...stack,
    resource: { aws_dynamodb_table: resource.aws_dynamodb_table, aws_ssm_parameter: { deployed } },
    output: { deployed_image: output.deployed_image },
  };
}
