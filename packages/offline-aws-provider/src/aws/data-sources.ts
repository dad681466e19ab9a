import { blocksOf, type Value, type Values, valuesAt } from '../protocol/value';
import type { Account } from './account';
import { filtersOf, idsOf, taggedResources } from './data-source-filters';
import { defaultSubnets, defaultVpc } from './default-vpc';
import { existingNetwork, existingSubnets } from './existing-network';

type DataSource = (config: Values, account: Account) => Values;

/**
 * The data sources that the offline provider can read, by type. They find the default VPC, resources that Terraform has applied, and things
 * that no stack manages, such as secrets.
 */
const dataSources: Record<string, DataSource> = {
  ...existingNetwork,
  aws_caller_identity: (_config, { id }) => ({
    id,
    account_id: id,
    arn: `arn:aws:iam::${id}:user/offline`,
    user_id: 'AIDAOFFLINE',
  }),
  // Every lookup finds a prefix list with IPv4 ranges. AWS-managed prefix lists, such as the addresses of CloudFront, are looked up by
  // name.
  aws_ec2_managed_prefix_list: ({ id, name }, account) => {
    const found = id ?? 'pl-00000000000000001';
    const arn = account.arn('ec2', `prefix-list/${found}`);
    return { id: found, name: name ?? 'offline', arn, address_family: 'IPv4', max_entries: 10 };
  },
  aws_route53_zone: (config) => ({
    id: 'Z00000000000000000001',
    zone_id: 'Z00000000000000000001',
    name: config.name ?? 'example.com',
    arn: 'arn:aws:route53:::hostedzone/Z00000000000000000001',
    name_servers: [],
  }),
  // AWS adds a hyphen and six random characters to the name in the ARN of a secret. Here, these characters are always `AbCdEf`.
  aws_secretsmanager_secret: ({ arn, name }, account) => {
    const found = arn ?? account.arn('secretsmanager', `secret:${name}-AbCdEf`);
    if (account.found.secret === 'missing')
      throw new Error(`reading Secrets Manager Secret (${name ?? arn}): couldn't find resource`);
    const ownName = name ?? String(found).replace(/^.*:secret:|-\w{6}$/g, '');
    return { id: found, arn: found, name: ownName, kms_key_id: account.found.secret };
  },
  // No stack reads this data source. It exists for a test that asserts that no plan and no state contains the password.
  aws_secretsmanager_secret_version: (config, account) => ({
    id: config.secret_id ?? null,
    secret_string: JSON.stringify({ username: 'postgres', password: account.databasePassword }),
  }),
  aws_security_groups: ({ tags }, account) => ({
    id: account.region,
    ids: idsOf(taggedResources(['aws_default_security_group', 'aws_security_group'], tags, account)),
  }),
  aws_ssm_parameters_by_path: (config, account) => {
    const found = account.parametersUnder(String(config.path), config.recursive === true);
    return {
      id: config.path ?? null,
      names: found.map(([name]) => name),
      values: found.map(([, value]) => value),
      types: found.map(() => 'String'),
      arns: found.map(([name]) => account.arn('ssm', `parameter${name}`)),
    };
  },
  aws_subnets: (config, account) => {
    const existing = existingSubnets(config, account);
    if (existing) return existing;
    const { 'vpc-id': vpc, 'default-for-az': isDefault } = filtersOf(config, ['default-for-az', 'vpc-id']);
    const subnets = [
      ...defaultSubnets(account).map((id) => ({ id, vpcId: defaultVpc.id as Value, isDefault: 'true' })),
      ...account
        .resources('aws_subnet')
        .map(({ id, vpc_id }) => ({ id: String(id), vpcId: vpc_id ?? null, isDefault: 'false' })),
    ].filter(
      (subnet) =>
        (vpc === undefined || subnet.vpcId === vpc) && (isDefault === undefined || subnet.isDefault === isDefault),
    );
    return { id: account.region, ids: subnets.map(({ id }) => id) };
  },
  aws_vpc_security_group_rules: ({ filter, tags }, account) => {
    const [groups, ...others] = blocksOf(filter);
    if (groups?.name !== 'group-id' || others.length > 0) {
      throw new Error(
        'For data.aws_vpc_security_group_rules, the offline provider supports only one filter, group-id.',
      );
    }
    const types = ['aws_vpc_security_group_ingress_rule', 'aws_vpc_security_group_egress_rule'];
    const ids = valuesAt(groups, 'values');
    const rules = taggedResources(types, tags, account);
    return {
      id: account.region,
      ids: idsOf(rules.filter(({ security_group_id = null }) => ids.includes(security_group_id))),
    };
  },
  aws_vpcs: (config, account) => {
    const { 'is-default': isDefault } = filtersOf(config, ['is-default']);
    const others = isDefault === 'true' ? [] : account.resources('aws_vpc').map(({ id }) => String(id));
    const defaults = isDefault === 'false' || account.defaultVpc === 'none' ? [] : [defaultVpc.id];
    return { id: account.region, ids: [...defaults, ...others] };
  },
};

/**
 * Returns the attributes of a data source.
 * @throws Error if the offline provider does not support the data source or its filter
 */
export function readDataSource(type: string, config: Values, account: Account): Values {
  const dataSource = dataSources[type];
  if (dataSource === undefined) {
    throw new Error(
      `The offline provider does not support data.${type}. Add it to packages/offline-aws-provider/src/aws/data-sources.ts.`,
    );
  }
  return dataSource(config, account);
}
