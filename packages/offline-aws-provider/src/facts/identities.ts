import { randomUUID } from 'node:crypto';
import type { Account } from '../account';
import { isKnown, type Value, type Values } from '../value';
import { placeOf } from './default-vpc';

/** What is known about a resource at the moment it is created or changed. */
export interface Occasion {
  readonly prior: Values | null;
  readonly planned: Values;
  readonly account: Account;
}

/** The beginnings of the ids that EC2 gives out. */
const idPrefixes: Record<string, string> = {
  aws_egress_only_internet_gateway: 'eigw',
  aws_eip: 'eipalloc',
  aws_flow_log: 'fl',
  aws_instance: 'i',
  aws_internet_gateway: 'igw',
  aws_launch_template: 'lt',
  aws_nat_gateway: 'nat',
  aws_network_acl: 'acl',
  aws_route: 'r-rtb',
  aws_route_table: 'rtb',
  aws_route_table_association: 'rtbassoc',
  aws_security_group: 'sg',
  aws_subnet: 'subnet',
  aws_vpc: 'vpc',
  aws_vpc_endpoint: 'vpce',
  aws_vpc_security_group_egress_rule: 'sgr',
  aws_vpc_security_group_ingress_rule: 'sgr',
};

/** Attributes whose form others build upon: an address, a number that counts, an ARN that is taken apart. */
const special: Record<string, (name: string, occasion: Occasion) => Values> = {
  aws_acm_certificate: (_name, { planned, account }) => ({
    ...arnAndId(account.arn('acm', `certificate/${account.newSuffix()}`)),
    domain_validation_options: validationOptions(planned),
  }),
  aws_appautoscaling_policy: (name, { account, planned }) => ({
    arn: account.arn(
      'autoscaling',
      `scalingPolicy:${randomUUID()}:resource/${planned.service_namespace}/${planned.resource_id}:policyName/${name}`,
    ),
  }),
  aws_appautoscaling_target: (_name, { account, planned }) => ({
    id: planned.resource_id ?? null,
    arn: account.arn('application-autoscaling', `scalable-target/${account.newSuffix()}`),
    role_arn: `arn:aws:iam::${account.id}:role/aws-service-role/ecs.application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_ECSService`,
  }),
  aws_autoscaling_group: (name, { account }) => ({
    arn: account.arn('autoscaling', `autoScalingGroup:${randomUUID()}:autoScalingGroupName/${name}`),
  }),
  aws_budgets_budget: (name, { account }) => ({
    id: `${account.id}:${name}`,
    account_id: account.id,
    arn: `arn:aws:budgets::${account.id}:budget/${name}`,
  }),
  aws_cloudwatch_dashboard: (_name, { account, planned }) => ({
    id: planned.dashboard_name ?? null,
    dashboard_arn: `arn:aws:cloudwatch::${account.id}:dashboard/${planned.dashboard_name}`,
  }),
  aws_cloudwatch_event_rule: (name, { account }) => ({ id: name, arn: account.arn('events', `rule/${name}`) }),
  aws_cloudwatch_event_target: (_name, { planned }) => ({ id: `${planned.rule}-${planned.target_id}` }),
  aws_cloudwatch_log_group: (name, { account }) => ({ arn: account.arn('logs', `log-group:${name}`) }),
  aws_cloudwatch_log_resource_policy: (_name, { planned }) => ({ id: planned.policy_name ?? null }),
  aws_cloudwatch_metric_alarm: (_name, { account, planned }) => ({
    id: planned.alarm_name ?? null,
    arn: account.arn('cloudwatch', `alarm:${planned.alarm_name}`),
  }),
  aws_db_instance: (name, { account }) => {
    const address = `${name}.stand-in.${account.region}.rds.amazonaws.com`;
    const secret = account.arn('secretsmanager', `secret:rds!db-${randomUUID()}`);
    return {
      arn: account.arn('rds', `db:${name}`),
      identifier: name,
      address,
      endpoint: `${address}:5432`,
      port: 5432,
      resource_id: `db-${account.newHexadecimal().toUpperCase()}`,
      master_user_secret: [{ secret_arn: secret, secret_status: 'active', kms_key_id: null }],
    };
  },
  aws_db_parameter_group: (name, { account }) => ({ arn: account.arn('rds', `pg:${name}`) }),
  aws_db_subnet_group: (name, { account }) => ({ arn: account.arn('rds', `subgrp:${name}`) }),
  aws_default_security_group: () => withoutRules,
  aws_dynamodb_table: (name, { account }) => ({ arn: account.arn('dynamodb', `table/${name}`) }),
  aws_ecr_repository: (name, { account }) => ({
    registry_id: account.id,
    repository_url: `${account.id}.dkr.ecr.${account.region}.amazonaws.com/${name}`,
  }),
  aws_ecs_capacity_provider: (name, { account }) => arnAndId(account.arn('ecs', `capacity-provider/${name}`)),
  aws_ecs_cluster: (name, { account }) => arnAndId(account.arn('ecs', `cluster/${name}`)),
  aws_ecs_cluster_capacity_providers: (_name, { planned }) => ({ id: planned.cluster_name ?? null }),
  aws_ecs_service: (name, { account, planned }) => {
    const cluster = String(isKnown(planned.cluster) ? planned.cluster : 'default').replace(/^.*\//, '');
    return arnAndId(account.arn('ecs', `service/${cluster}/${name}`));
  },
  aws_ecs_task_definition: (_name, { account, planned }) => {
    const revision = account.nextRevision(String(planned.family));
    const family = account.arn('ecs', `task-definition/${planned.family}`);
    return { id: String(planned.family), arn: `${family}:${revision}`, arn_without_revision: family, revision };
  },
  aws_eip: (id) => ({ allocation_id: id, public_ip: '192.0.2.1' }),
  aws_iam_instance_profile: (name, { account }) => ({ arn: `arn:aws:iam::${account.id}:instance-profile/${name}` }),
  aws_iam_openid_connect_provider: (_name, { account, planned }) =>
    arnAndId(`arn:aws:iam::${account.id}:oidc-provider/${String(planned.url).replace(/^https:\/\//, '')}`),
  aws_iam_policy: (name, { account }) => arnAndId(`arn:aws:iam::${account.id}:policy/${name}`),
  aws_iam_role: (name, { account }) => ({ arn: `arn:aws:iam::${account.id}:role/${name}` }),
  aws_iam_role_policy: (name, { planned }) => ({ id: `${planned.role}:${name}` }),
  aws_launch_template: (_name, { prior }) => ({ latest_version: numberAfter(prior?.latest_version) }),
  aws_lb: (name, { account, planned }) => {
    const suffix = `app/${name}/${account.newHexadecimal()}`;
    const [subnet] = Array.isArray(planned.subnets) ? planned.subnets : [];
    return {
      ...arnAndId(account.arn('elasticloadbalancing', `loadbalancer/${suffix}`)),
      arn_suffix: suffix,
      dns_name: `${name}-1.${account.region}.elb.amazonaws.com`,
      zone_id: 'Z00000000000000000002',
      vpc_id: placeOf(subnet ?? null, account)?.vpc ?? null,
    };
  },
  aws_lb_listener: (_name, { account, planned }) =>
    arnAndId(
      `${String(planned.load_balancer_arn).replace(':loadbalancer/', ':listener/')}/${account.newHexadecimal()}`,
    ),
  aws_lb_target_group: (name, { account }) => {
    const suffix = `targetgroup/${name}/${account.newHexadecimal()}`;
    return { ...arnAndId(account.arn('elasticloadbalancing', suffix)), arn_suffix: suffix };
  },
  aws_route53_record: (_name, { planned }) => ({
    id: `${planned.zone_id}_${planned.name}_${planned.type}`,
    fqdn: String(planned.name).replace(/\.$/, ''),
  }),
  aws_route_table: () => ({ route: [] }),
  aws_s3_bucket: (name, { account: { region } }) => ({
    arn: `arn:aws:s3:::${name}`,
    bucket_domain_name: `${name}.s3.amazonaws.com`,
    bucket_regional_domain_name: `${name}.s3.${region}.amazonaws.com`,
  }),
  aws_security_group: () => withoutRules,
  aws_sns_topic: (name, { account }) => ({ ...arnAndId(account.arn('sns', name)), owner: account.id }),
  aws_sns_topic_policy: (_name, { account, planned }) => ({ id: planned.arn ?? null, owner: account.id }),
  aws_sns_topic_subscription: (_name, { account, planned }) => ({
    ...arnAndId(`${planned.topic_arn}:${randomUUID()}`),
    owner_id: account.id,
    pending_confirmation: true,
  }),
  aws_ssm_parameter: (name, { account, prior, planned }) => ({
    value: planned.insecure_value ?? null,
    arn: account.arn('ssm', `parameter/${name.replace(/^\//, '')}`),
    version: numberAfter(prior?.version),
  }),
  aws_wafv2_web_acl: (name, { account, planned }) => {
    const id = randomUUID();
    const scope = planned.scope === 'CLOUDFRONT' ? 'global' : 'regional';
    return { id, arn: account.arn('wafv2', `${scope}/webacl/${name}/${id}`) };
  },
  aws_wafv2_web_acl_association: (_name, { planned }) => ({ id: `${planned.web_acl_arn},${planned.resource_arn}` }),
  aws_wafv2_web_acl_logging_configuration: (_name, { planned }) => ({ id: planned.resource_arn ?? null }),
};

/** A group is created without rules; those that are resources of their own come later. */
const withoutRules = { ingress: [], egress: [] };

/** What the service is called where services are scaled: `service/<cluster>/<service>`. */
export function scalableResource({ arn }: Values): string {
  return String(arn).replace(/^.*:/, '');
}

/** Gives ids, ARNs and names the form that AWS gives them. */
export function identify(type: string, occasion: Occasion): Values {
  const { planned, account } = occasion;
  const suffix = account.newSuffix();
  const name = nameOf(planned, suffix);
  const [service = '', ...noun] = type.replace(/^aws_/, '').split('_');
  const prefix = idPrefixes[type];
  const id = prefix === undefined ? (name ?? suffix) : `${prefix}-${suffix}`;
  return {
    id,
    arn: account.arn(prefix === undefined ? service : 'ec2', `${noun.join('-') || service}/${id}`),
    name: name ?? id,
    bucket: name ?? id,
    ...special[type]?.(name ?? id, occasion),
  };
}

function nameOf(planned: Values, suffix: string): string | undefined {
  for (const name of [planned.name, planned.bucket, planned.identifier]) {
    if (typeof name === 'string') return name;
  }
  for (const prefix of [planned.name_prefix, planned.bucket_prefix, planned.identifier_prefix]) {
    if (typeof prefix === 'string') return `${prefix}${suffix}`;
  }
  // The family is the name of a task definition only; that of a parameter group is its database engine.
  return typeof planned.family === 'string' ? planned.family : undefined;
}

/** One record for each name of the certificate. */
function validationOptions({ domain_name, subject_alternative_names: others }: Values): Value {
  const names = new Set([domain_name, ...(Array.isArray(others) ? others : [])]);
  return [...names].map((name) => ({
    domain_name: name ?? null,
    resource_record_name: `_stand-in.${name}.`,
    resource_record_type: 'CNAME',
    resource_record_value: '_stand-in.acm-validations.aws.',
  }));
}

function arnAndId(arn: string): Values {
  return { arn, id: arn };
}

function numberAfter(value: unknown): number {
  return typeof value === 'number' ? value + 1 : 1;
}
