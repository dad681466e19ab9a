import type { Values } from '../../value';
import { type Check, isGiven, matching, oneOf } from '../check';

const documentation = 'https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources';
const logGroupPage = 'https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html';
const rolePage = 'https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html';
const parameterPage = 'https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html';

/** 0 keeps the events for ever. */
const retentionDays = [
  0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

export const operationsChecks: readonly Check[] = [
  oneOf('aws_cloudwatch_log_group', 'retention_in_days', retentionDays, logGroupPage),
  matching(
    'aws_cloudwatch_log_group',
    'name',
    /^[\w.\-/#]{1,512}$/,
    'at most 512 letters, digits and _.-/#',
    logGroupPage,
  ),
  {
    type: 'aws_cloudwatch_metric_alarm',
    attribute: 'period',
    source: `${documentation}/cloudwatch_metric_alarm`,
    problem: ({ period }) =>
      typeof period !== 'number' || [10, 20, 30].includes(period) || (period > 0 && period % 60 === 0)
        ? undefined
        : `${period} is neither 10, 20, 30 nor a multiple of 60.`,
  },
  matching('aws_iam_role', 'name', /^[\w+=,.@-]{1,64}$/, 'at most 64 letters, digits and _+=,.@-', rolePage),
  matching('aws_iam_role', 'name_prefix', /^[\w+=,.@-]{1,38}$/, 'at most 38 letters, digits and _+=,.@-', rolePage),
  { type: 'aws_iam_role', attribute: 'assume_role_policy', source: rolePage, problem: json('assume_role_policy') },
  { type: 'aws_iam_role_policy', attribute: 'policy', source: rolePage, problem: json('policy') },
  { type: 'aws_iam_policy', attribute: 'policy', source: rolePage, problem: json('policy') },
  matching(
    'aws_ssm_parameter',
    'name',
    /^(?!\/?(aws|ssm))[\w./-]{1,1011}$/i,
    'letters, digits and _.-/, not beginning with aws or ssm',
    parameterPage,
  ),
  {
    type: 'aws_ssm_parameter',
    attribute: 'value',
    source: `${documentation}/ssm_parameter`,
    problem: ({ value, value_wo, insecure_value }) => {
      const given = [value, value_wo, insecure_value].filter(isGiven).length;
      return given === 1 ? undefined : `exactly one of value, value_wo and insecure_value is needed, not ${given}.`;
    },
  },
  oneOf('aws_ssm_parameter', 'type', ['SecureString', 'String', 'StringList'], parameterPage),
  {
    type: 'aws_appautoscaling_target',
    attribute: 'min_capacity',
    source: `${documentation}/appautoscaling_target`,
    problem: ({ min_capacity: min, max_capacity: max }) =>
      typeof min === 'number' && typeof max === 'number' && min > max
        ? `the minimum of ${min} lies above the maximum of ${max}.`
        : undefined,
  },
];

function json(attribute: string): (config: Values) => string | undefined {
  return ({ [attribute]: text }) => {
    if (typeof text !== 'string') return undefined;
    try {
      JSON.parse(text);
      return undefined;
    } catch (error) {
      return `this is no JSON: ${(error as Error).message}.`;
    }
  };
}
