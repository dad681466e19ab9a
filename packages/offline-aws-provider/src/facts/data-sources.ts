import type { Account } from '../account';
import { isObject, type Value, type Values } from '../value';
import { blocksOf, occurrences } from './check';
import { defaultSubnets, defaultVpc } from './default-vpc';

type Answer = (config: Values, account: Account) => Values;

/**
 * What AWS would answer in a fresh account: three zones, a default VPC with one subnet in each of them, and no
 * parameters but those that were applied. A data source that is missing here is refused, so that no plan rests on an
 * answer nobody thought about.
 */
export const answers: Record<string, Answer> = {
  aws_ami: () => ({ id: 'ami-00000000000000001', image_id: 'ami-00000000000000001', architecture: 'arm64' }),
  aws_availability_zones: (_config, { region }) => {
    const names = ['a', 'b', 'c'].map((letter) => `${region}${letter}`);
    return { id: region, names, zone_ids: names.map((_name, index) => `az${index + 1}`), group_names: [region] };
  },
  aws_caller_identity: (_config, { id }) => ({
    id,
    account_id: id,
    arn: `arn:aws:iam::${id}:user/stand-in`,
    user_id: 'AIDASTANDIN',
  }),
  aws_partition: () => ({
    id: 'aws',
    partition: 'aws',
    dns_suffix: 'amazonaws.com',
    reverse_dns_prefix: 'com.amazonaws',
  }),
  aws_prefix_list: (config) => ({ id: 'pl-00000001', name: config.name ?? 'stand-in', cidr_blocks: ['192.0.2.0/24'] }),
  aws_region: (config, { region }) => {
    const name = typeof config.region === 'string' ? config.region : region;
    return { id: name, name, region: name, endpoint: `ec2.${name}.amazonaws.com`, description: name };
  },
  aws_route53_zone: (config) => ({
    id: 'Z00000000000000000001',
    zone_id: 'Z00000000000000000001',
    name: config.name ?? 'example.com',
    arn: 'arn:aws:route53:::hostedzone/Z00000000000000000001',
    name_servers: [],
  }),
  aws_secretsmanager_secret_version: (config, account) => ({
    id: config.secret_id ?? null,
    secret_string: JSON.stringify({ username: 'postgres', password: account.databasePassword }),
  }),
  aws_security_groups: ({ tags }, account) => ({
    id: account.region,
    ids: ['aws_default_security_group', 'aws_security_group']
      .flatMap((type) => account.resources(type))
      .filter(({ tags_all: own }) => hasTags(own, tags))
      .map(({ id }) => String(id))
      .sort(),
  }),
  aws_ssm_parameter: (config, account) => {
    const name = String(config.name);
    const value = account.parameter(name) ?? (name.startsWith('/aws/service/') ? 'ami-00000000000000001' : undefined);
    if (value === undefined) throw new Error(`ParameterNotFound: no parameter "${name}" was applied before.`);
    return { id: name, value, insecure_value: value, type: 'String', version: 1 };
  },
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
  aws_subnet: (config, { region }) => {
    const id = String(config.id ?? 'subnet-00000000000000001');
    const letter = ['a', 'b', 'c'][Number(id.slice(-1)) - 1] ?? 'a';
    return { id, availability_zone: `${region}${letter}`, vpc_id: defaultVpc.id, map_public_ip_on_launch: true };
  },
  aws_subnets: (config, account) => {
    const { 'vpc-id': vpc, ...others } = filtersOf(config, ['default-for-az', 'vpc-id']);
    const own = account.resources('aws_subnet').map(({ id, vpc_id }) => ({ id: String(id), vpc_id, isDefault: false }));
    const made = defaultSubnets(account).map((subnet) => ({ ...subnet, isDefault: true }));
    const found = [...made, ...own]
      .filter(({ vpc_id }) => vpc === undefined || vpc_id === vpc)
      .filter(
        ({ isDefault }) => others['default-for-az'] === undefined || String(isDefault) === others['default-for-az'],
      );
    return { id: account.region, ids: found.map(({ id }) => id) };
  },
  aws_vpc: (_config, account) => {
    if (account.defaultVpc === 'none') throw new Error('no matching EC2 VPC found');
    return { ...defaultVpc, default: true, state: 'available' };
  },
  aws_vpc_security_group_rules: ({ filter, tags }, account) => {
    const [groups, ...others] = blocksOf(filter);
    if (groups?.name !== 'group-id' || others.length > 0) {
      throw new Error('The offline provider finds rules by one filter, group-id.');
    }
    const found = ['aws_vpc_security_group_ingress_rule', 'aws_vpc_security_group_egress_rule']
      .flatMap((type) => account.resources(type))
      .filter(({ security_group_id: group }) => occurrences(groups, 'values').includes(group ?? null))
      .filter(({ tags_all: own }) => hasTags(own, tags));
    return { id: account.region, ids: found.map(({ id }) => String(id)).sort() };
  },
  aws_vpcs: (config, account) => {
    const { 'is-default': isDefault } = filtersOf(config, ['is-default']);
    const own = isDefault === 'true' ? [] : account.resources('aws_vpc').map(({ id }) => String(id));
    const made = isDefault === 'false' || account.defaultVpc === 'none' ? [] : [defaultVpc.id];
    return { id: account.region, ids: [...made, ...own] };
  },
};

function hasTags(own: Value | undefined, wanted: Value | undefined): boolean {
  return Object.entries(isObject(wanted) ? wanted : {}).every(([key, value]) => isObject(own) && own[key] === value);
}

/** @throws Error for a filter that is not `known`, and for one with several values. */
function filtersOf({ filter }: Values, known: readonly string[]): Record<string, string | undefined> {
  const filters = blocksOf(filter).map(({ name, values }) => [String(name), values] as const);
  for (const [name, values] of filters) {
    if (!known.includes(name) || !Array.isArray(values) || values.length !== 1) {
      throw new Error(`The offline provider filters by one value of ${known.join(' or ')} only, not by ${name}.`);
    }
  }
  return Object.fromEntries(filters.map(([name, values]) => [name, String(values)]));
}

/** @throws Error where the fresh account has no answer. */
export function answer(type: string, config: Values, account: Account): Values {
  const known = answers[type];
  if (known === undefined) {
    throw new Error(
      `The offline provider has no answer for data.${type}. Add one to packages/offline-aws-provider/src/facts/data-sources.ts.`,
    );
  }
  return known(config, account);
}
