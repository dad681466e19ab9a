import { isObject, type Values } from '../../value';
import { between, blocksOf, type Check, isGiven, matching, occurrences, oneOf } from '../check';

const api = 'https://docs.aws.amazon.com/waf/latest/APIReference';
const rulePage = `${api}/API_Rule.html`;
const ratePage = `${api}/API_RateBasedStatement.html`;
const sizePage = `${api}/API_SizeConstraintStatement.html`;

const type = 'aws_wafv2_web_acl';
const rate = 'rule.statement.rate_based_statement';
const size = 'rule.statement.size_constraint_statement';
const groups = ['managed_rule_group_statement', 'rule_group_reference_statement'];
const nameAllowed = 'at most 128 letters, digits, _ and -';

export const firewallChecks: readonly Check[] = [
  matching(type, 'name', /^[\w-]{1,128}$/, nameAllowed, `${api}/API_WebACL.html`),
  oneOf(type, 'scope', ['CLOUDFRONT', 'REGIONAL'], `${api}/API_CreateWebACL.html`),
  matching(type, 'rule.name', /^[\w-]{1,128}$/, nameAllowed, rulePage),
  matching(
    type,
    'rule.visibility_config.metric_name',
    /^(?!All$|Default_Action$)[\w#:./-]{1,255}$/,
    'at most 255 letters, digits and _#:./-, neither All nor Default_Action',
    `${api}/API_VisibilityConfig.html`,
  ),
  { type, attribute: 'default_action', source: `${api}/API_DefaultAction.html`, problem: severalDefaults },
  { type, attribute: 'rule', source: rulePage, problem: wrongRule },
  between(type, `${rate}.limit`, [10, 2_000_000_000], ratePage),
  oneOf(type, `${rate}.aggregate_key_type`, ['CONSTANT', 'CUSTOM_KEYS', 'FORWARDED_IP', 'IP'], ratePage),
  oneOf(type, `${rate}.evaluation_window_sec`, [60, 120, 300, 600], ratePage),
  oneOf(type, `${size}.comparison_operator`, ['EQ', 'GE', 'GT', 'LE', 'LT', 'NE'], sizePage),
  between(type, `${size}.size`, [0, 21_474_836_480], sizePage),
  oneOf(
    type,
    `${size}.field_to_match.body.oversize_handling`,
    ['CONTINUE', 'MATCH', 'NO_MATCH'],
    `${api}/API_Body.html`,
  ),
  matching(
    'aws_wafv2_web_acl_logging_configuration',
    'log_destination_configs',
    /:(log-group:|deliverystream\/|s3:::|:)aws-waf-logs-/,
    'the name of its destination must begin with aws-waf-logs-',
    'https://docs.aws.amazon.com/waf/latest/developerguide/logging-destinations.html',
  ),
];

function severalDefaults({ default_action }: Values): string | undefined {
  const given = blocksOf(default_action).flatMap(({ allow, block }) => [allow, block].filter(isGiven));
  return isGiven(default_action) && given.length !== 1 ? 'exactly one of allow and block is needed.' : undefined;
}

/** A group of rules brings actions of its own, which `override_action` leaves or counts; every other rule has one. */
function wrongRule({ rule }: Values): string | undefined {
  const rules = blocksOf(rule);
  for (const { name, action, override_action, statement } of rules) {
    const kinds = blocksOf(statement).flatMap((one) => Object.keys(one).filter((kind) => isGiven(one[kind])));
    if (kinds.length !== 1) return `the rule ${name} needs exactly one statement, not ${kinds.length}.`;
    const [right, wrong] = groups.includes(kinds[0] ?? '')
      ? (['override_action', 'action'] as const)
      : (['action', 'override_action'] as const);
    const given = { action, override_action };
    if (!isGiven(given[right]) || isGiven(given[wrong])) {
      return `the rule ${name} has a ${kinds[0]}: it takes ${right}, and no ${wrong}.`;
    }
  }
  for (const unique of ['name', 'priority']) {
    const values = occurrences({ rule: rules }, `rule.${unique}`).filter((value) => !isObject(value));
    const twice = values.find((value, index) => values.indexOf(value) !== index);
    if (twice !== undefined) return `two rules have the ${unique} ${twice}.`;
  }
  return undefined;
}
