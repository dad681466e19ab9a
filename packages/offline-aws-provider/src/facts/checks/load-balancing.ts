import type { Values } from '../../value';
import { between, blocksOf, type Check, exclusive, isGiven, matching, oneOf } from '../check';

const api = 'https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference';
const loadBalancerPage = `${api}/API_CreateLoadBalancer.html`;
const listenerPage = `${api}/API_CreateListener.html`;
const targetGroupPage = `${api}/API_CreateTargetGroup.html`;
const certificatePage = 'https://docs.aws.amazon.com/acm/latest/APIReference/API_RequestCertificate.html';
const documentation = 'https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources';
const recordPage = `${documentation}/route53_record`;

const name = [
  /^(?!-)[a-zA-Z0-9-]{1,32}(?<!-)$/,
  'at most 32 letters, digits and hyphens, no hyphen at either end',
] as const;
const recordTypes = [
  'A',
  'AAAA',
  'CAA',
  'CNAME',
  'DS',
  'HTTPS',
  'MX',
  'NAPTR',
  'NS',
  'PTR',
  'SOA',
  'SPF',
  'SRV',
  'SVCB',
  'TXT',
];

export const loadBalancingChecks: readonly Check[] = [
  matching('aws_lb', 'name', ...name, loadBalancerPage),
  matching('aws_lb', 'name', /^(?!internal-)/, 'it may not begin with internal-', loadBalancerPage),
  matching(
    'aws_lb',
    'name_prefix',
    /^(?!internal-)[a-zA-Z0-9-]{1,6}$/,
    'at most 6 letters, digits and hyphens',
    `${documentation}/lb`,
  ),
  exclusive('aws_lb', 'name_prefix', 'name', `${documentation}/lb`),
  between('aws_lb', 'idle_timeout', [1, 4000], `${api}/API_LoadBalancerAttribute.html`),
  {
    type: 'aws_lb',
    attribute: 'subnets',
    source: loadBalancerPage,
    problem: ({ load_balancer_type, subnets }) =>
      (load_balancer_type ?? 'application') === 'application' && Array.isArray(subnets) && subnets.length < 2
        ? 'an application load balancer needs subnets in two zones.'
        : undefined,
  },
  between('aws_lb_listener', 'port', [1, 65_535], listenerPage),
  oneOf('aws_lb_listener', 'protocol', ['GENEVE', 'HTTP', 'HTTPS', 'TCP', 'TCP_UDP', 'TLS', 'UDP'], listenerPage),
  { type: 'aws_lb_listener', attribute: 'certificate_arn', source: listenerPage, problem: certificateOfProtocol },
  oneOf(
    'aws_lb_listener',
    'default_action.type',
    ['authenticate-cognito', 'authenticate-oidc', 'fixed-response', 'forward', 'jwt-validation', 'redirect'],
    `${api}/API_Action.html`,
  ),
  oneOf(
    'aws_lb_listener',
    'default_action.redirect.status_code',
    ['HTTP_301', 'HTTP_302'],
    `${api}/API_RedirectActionConfig.html`,
  ),
  { type: 'aws_lb_listener', attribute: 'default_action', source: `${api}/API_Action.html`, problem: emptyAction },
  matching('aws_lb_target_group', 'name', ...name, targetGroupPage),
  matching(
    'aws_lb_target_group',
    'name_prefix',
    /^[a-zA-Z0-9-]{1,6}$/,
    'at most 6 letters, digits and hyphens',
    `${documentation}/lb_target_group`,
  ),
  exclusive('aws_lb_target_group', 'name_prefix', 'name', `${documentation}/lb_target_group`),
  oneOf('aws_lb_target_group', 'target_type', ['alb', 'instance', 'ip', 'lambda'], targetGroupPage),
  between('aws_lb_target_group', 'deregistration_delay', [0, 3600], `${api}/API_TargetGroupAttribute.html`),
  between('aws_lb_target_group', 'health_check.interval', [5, 300], targetGroupPage),
  between('aws_lb_target_group', 'health_check.timeout', [2, 120], targetGroupPage),
  between('aws_lb_target_group', 'health_check.healthy_threshold', [2, 10], targetGroupPage),
  between('aws_lb_target_group', 'health_check.unhealthy_threshold', [2, 10], targetGroupPage),
  {
    type: 'aws_lb_target_group',
    attribute: 'health_check',
    source: targetGroupPage,
    problem: ({ health_check }) => {
      const [check] = blocksOf(health_check);
      return typeof check?.interval === 'number' && typeof check.timeout === 'number' && check.timeout >= check.interval
        ? `the timeout of ${check.timeout} seconds must be shorter than the interval of ${check.interval}.`
        : undefined;
    },
  },
  matching(
    'aws_acm_certificate',
    'domain_name',
    /^(?=.{1,64}$)(\*\.)?([a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?\.)+[a-zA-Z0-9-]*[a-zA-Z0-9]$/,
    'at most 64 characters of a domain’s name, without a dot at its end',
    certificatePage,
  ),
  oneOf('aws_acm_certificate', 'validation_method', ['DNS', 'EMAIL', 'HTTP'], certificatePage),
  oneOf('aws_route53_record', 'type', recordTypes, recordPage),
  exclusive('aws_route53_record', 'alias', 'ttl', recordPage),
  exclusive('aws_route53_record', 'alias', 'records', recordPage),
  {
    type: 'aws_route53_record',
    attribute: 'records',
    source: recordPage,
    problem: ({ alias, records, ttl }) =>
      isGiven(alias) || (isGiven(records) && isGiven(ttl))
        ? undefined
        : 'a record is an alias, or has records and a ttl.',
  },
];

function certificateOfProtocol({ protocol, certificate_arn }: Values): string | undefined {
  if (typeof protocol !== 'string') return undefined;
  const isNeeded = protocol === 'HTTPS' || protocol === 'TLS';
  return isNeeded === isGiven(certificate_arn)
    ? undefined
    : `a listener of ${protocol} ${isNeeded ? 'needs a' : 'takes no'} certificate.`;
}

function emptyAction({ default_action }: Values): string | undefined {
  for (const { type, target_group_arn, forward, redirect, fixed_response } of blocksOf(default_action)) {
    if (type === 'forward' && !isGiven(target_group_arn) && !isGiven(forward)) return 'forward needs a target group.';
    if (type === 'redirect' && !isGiven(redirect)) return 'redirect needs a block that says where to.';
    if (type === 'fixed-response' && !isGiven(fixed_response)) return 'fixed-response needs a block that says what.';
  }
  return undefined;
}
