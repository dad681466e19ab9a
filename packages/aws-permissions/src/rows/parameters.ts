import { row } from '../row';
import type { Target } from '../target';

/**
 * The parameters that the stack publishes. Plans must not read other parameters under the environment's path, because those may be secrets
 * of the app.
 */
const publishedParameters: Target = {
  resources: (owner) => owner.parameters('deployed*', 'removal*'),
};
/**
 * The parameters that the stack publishes for profiles. None is a secret: `database/secret` contains only the ARN of a secret. A plan lists
 * the path `database`.
 */
const profileParameters: Target = {
  resources: (owner) =>
    owner.has('aws_db_instance') ? owner.parameters('database', 'database/*', 'entries/table', 'uploads/*') : [],
  part: 'profiles',
};
const parameters: Target = {
  resources: (owner) => owner.parameters('*'),
};

/**
 * The rows for Systems Manager parameters. The calls are taken from the provider's code:
 * https://github.com/hashicorp/terraform-provider-aws/tree/v6.25.0/internal/service
 */
export const parameterRows = {
  aws_ssm_parameter: row('service', {
    reads: 'ssm: GetParameter DescribeParameters ListTagsForResource',
    writes: 'ssm: PutParameter DeleteParameter AddTagsToResource RemoveTagsFromResource',
    on: parameters,
    others: { 'ssm: GetParameter ListTagsForResource': [publishedParameters, profileParameters] },
  }),
  'data.aws_ssm_parameters_by_path': row('service', {
    reads: 'ssm: GetParametersByPath',
    others: { 'ssm: GetParametersByPath': [publishedParameters, profileParameters] },
  }),
} as const;
