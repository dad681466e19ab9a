import { environments } from '../../../environments';
import { checkEnvironments } from '../../../stacks/checks/environment-checks';
import type { Environment } from '../../../stacks/environment';
import type { Ec2Compute } from '../../../stacks/settings/compute';
import type { DatabaseInstanceSettings } from '../../../stacks/settings/profiles-settings';
import type { AutomaticScale } from '../../../stacks/settings/scale';
import { environmentErrorMessage } from '../../support/stacks/environment-error-message';
import { balanced, type Changes, fixture, fixtureWith, threeTiers } from '../../support/stacks/fixture-environment';

/** The error message for the fixture with these changes. */
const message = (...changed: Changes[]) => environmentErrorMessage(changed.map(fixtureWith));

function network(cidr: string, publicSubnets: Record<string, string>): Changes {
  return { network: { kind: 'dedicated', cidr, publicSubnets } };
}

/** Values that do not compile, as they may come from plain JavaScript or a cast. */
const untyped = (changes: Record<string, unknown>) => changes as Changes;

const subnets = { a: '10.0.1.0/24', b: '10.0.2.0/24' };
const fargate = { kind: 'fargate', cpu: 256, memoryMiB: 512, architecture: 'ARM64' } as const;

function automatic(scale: Omit<AutomaticScale, 'kind'>): Changes {
  return { ...balanced, scale: { kind: 'automatic', ...scale } };
}

function domain(name: string, zone = 'b.example'): Changes {
  return { ...balanced, ingress: { kind: 'load-balanced', domain: { name, zone } } };
}

const certificateArn = 'arn:aws:acm:eu-central-1:123456789012:certificate/12345678-1234-1234-1234-123456789012';

function certified(arn: string, more: Changes = {}): Changes {
  const ingress = { kind: 'load-balanced', domain: { name: 'app.example.com', certificateArn: arn } } as const;
  return { ...balanced, ingress, ...more };
}

function privately(privateSubnets: Record<string, string>): Changes {
  return { ...threeTiers, network: { ...threeTiers.network, privateSubnets } };
}

function hosts(compute: Partial<Ec2Compute>): Changes {
  return { ...threeTiers, compute: { ...threeTiers.compute, ...compute } };
}

function database(settings: Partial<DatabaseInstanceSettings>): Changes {
  return { ...threeTiers, profiles: { database: { ...threeTiers.profiles.database, ...settings } } };
}

const accepted: [string, Changes][] = [
  ['the shipped prod', threeTiers],
  ['the same on Fargate', { ...threeTiers, compute: fargate }],
  ['hosts without profiles', { ...threeTiers, profiles: undefined }],
  ['hosts with another processor', hosts({ instanceType: 'c7i.large', architecture: 'X86_64' })],
  ['hosts with a graphics card', hosts({ instanceType: 'g4dn.xlarge', architecture: 'X86_64' })],
  ['hosts with a disk and a Graviton processor', hosts({ instanceType: 'm7gd.large' })],
  ['one host with one task', { ...hosts({ hosts: { min: 1, max: 1 } }), scale: { kind: 'fixed', tasks: 1 } }],
  ['another major version', database({ engineVersion: 18 })],
  ['an immediate upgrade', database({ allowMajorVersionUpgrade: true, applyImmediately: true })],
  [
    'the shortest windows, directly one after the other',
    database({ maintenanceWindow: 'mon:23:45-tue:00:15', backupWindow: '00:15-00:45' }),
  ],
  ["the end of AWS's usual private range", network('172.31.0.0/16', { a: '172.31.0.0/20', b: '172.31.16.0/20' })],
  ['reserved words after another word', { project: 'my-aws-ssm-sg' }],
  ['storage-optimized hosts with a Graviton processor', hosts({ instanceType: 'im4gn.large' })],
  [
    'maintenance that starts when the backup ends',
    database({ maintenanceWindow: 'thu:02:00-thu:03:00', backupWindow: '01:00-02:00' }),
  ],
  ['shared address space', network('100.64.0.0/16', { a: '100.64.0.0/24', c: '100.64.1.0/24' })],
  ['the shipped staging', balanced],
  ['the same minimum and maximum of tasks', automatic({ min: 2, max: 2 })],
  ['a domain below its zone', domain('app.b.example')],
  ['the apex of a zone below a public suffix', domain('example.co.uk', 'example.co.uk')],
  ['a certificate for a domain elsewhere', certified(certificateArn, { account: '123456789012' })],
  [
    'a certificate in us-east-1 with CloudFront',
    {
      ...balanced,
      ingress: {
        kind: 'load-balanced',
        cdn: {},
        domain: { name: 'app.example.com', certificateArn: certificateArn.replace('eu-central-1', 'us-east-1') },
      },
    },
  ],
  ['profiles with such a domain', { ...threeTiers, ingress: certified(certificateArn).ingress }],
  ['profiles with a domain', { ...threeTiers, ingress: domain('app.b.example').ingress }],
  ['accepted plain HTTP without profiles', { ingress: { kind: 'load-balanced', plainHttp: 'accepted' } }],
  ['a domain that is the zone itself', domain('b.example')],
  ['tasks on Spot', { compute: { ...fargate, spotPercent: 100 } }],
  ['no table name', { table: {} }],
  ['an account that starts with zeros', { account: '000000000001' }],
  ['a long region', { region: 'us-gov-west-1' }],
  ['a sovereign region', { region: 'eusc-de-east-1' }],
  ['an origin that is an IPv6 address', { app: { allowedOrigins: ['http://[::1]:3000'] } }],
  ['origins with a port', { app: { allowedOrigins: ['http://localhost:3000', 'https://www.example.com'] } }],
];

describe('checkEnvironments', () => {
  it('accepts the shipped environments', () => {
    expect(() => checkEnvironments(environments)).not.toThrow();
  });

  it.each(accepted)('accepts %s', (_what, changes) => {
    expect(message(changes)).toBe('');
  });

  const problems: [string, Changes, string, string][] = [
    [
      'a private subnet in a zone without a public one',
      privately({ a: '10.2.16.0/20', c: '10.2.32.0/20' }),
      'network.privateSubnets is {"a":"10.2.16.0/20","c":"10.2.32.0/20"}.',
      'network.publicSubnets (a, b)',
    ],
    [
      'a private subnet in one zone only',
      privately({ a: '10.2.16.0/20' }),
      'network.privateSubnets is {"a":"10.2.16.0/20"}.',
      'network.publicSubnets (a, b)',
    ],
    [
      'a private subnet that overlaps a public one',
      privately({ a: '10.2.1.0/24', b: '10.2.32.0/20' }),
      'network.privateSubnets.a is "10.2.1.0/24".',
      'overlaps network.publicSubnets.a',
    ],
    [
      'a private subnet outside the VPC',
      privately({ a: '10.3.16.0/20', b: '10.2.32.0/20' }),
      'network.privateSubnets.a is "10.3.16.0/20".',
      'inside network.cidr, 10.2.0.0/16',
    ],
    [
      'private subnets without NAT',
      untyped({ ...threeTiers, network: { ...threeTiers.network, nat: undefined } }),
      'network.nat is missing.',
      "Use 'one' or 'per zone'",
    ],
    [
      'NAT without private subnets',
      untyped({ network: { ...fixture.network, nat: 'one' } }),
      'network.nat is "one".',
      'Remove it',
    ],
    [
      'tasks in private subnets without a load balancer',
      { ...threeTiers, ingress: fixture.ingress, scale: fixture.scale },
      'ingress.kind is "direct".',
      "'load-balanced'",
    ],
    ['hosts in public subnets', { ...balanced, compute: threeTiers.compute }, 'compute.kind is "ec2".', "'fargate'"],
    [
      'a database in the default VPC',
      { ...balanced, profiles: threeTiers.profiles },
      'profiles is {',
      'privateSubnets',
    ],
    ['an unknown instance type', hosts({ instanceType: 'small' }), 'compute.instanceType is "small".', 't4g.small'],
    [
      'an instance type with another architecture',
      hosts({ instanceType: 't3.small' }),
      'compute.architecture is "ARM64".',
      'Use X86_64, the architecture of t3.small',
    ],
    [
      'more CPU than a host has',
      hosts({ cpu: 4096 }),
      'compute.cpu is 4096.',
      'A host of t4g.small has 2048. Use a smaller value, or choose a larger compute.instanceType.',
    ],
    [
      'more memory than a host has',
      hosts({ memoryMiB: 4096 }),
      'compute.memoryMiB is 4096.',
      'A host of t4g.small has 2048 MiB; tasks can use about 1822. Use a smaller value, or choose a larger compute.instanceType.',
    ],
    [
      'memory that allows only one task on each host',
      hosts({ memoryMiB: 1024 }),
      'compute.hosts.max is 4.',
      '4 hosts of t4g.small have memory for 4 tasks, but a deployment needs capacity for 5 (4 running and one new) and would time out. Raise compute.hosts.max to 5, or choose a larger compute.instanceType.',
    ],
    [
      'CPU that allows only one task on each host',
      hosts({ cpu: 1025 }),
      'compute.hosts.max is 4.',
      'have CPU for 4 tasks, but a deployment needs capacity for 5 (4 running and one new)',
    ],
    [
      'hosts with only one network interface for tasks',
      hosts({ instanceType: 'm7g.medium' }),
      'compute.hosts.max is 4.',
      'have network interfaces for 4 tasks, but a deployment needs capacity for 5 (4 running and one new)',
    ],
    [
      'more tasks than fit on 100 hosts',
      { ...hosts({ memoryMiB: 1024, hosts: { min: 1, max: 100 } }), scale: { kind: 'fixed', tasks: 100 } },
      'compute.hosts.max is 100.',
      'and would time out. Choose a larger compute.instanceType.',
    ],
    [
      'an instance type instead of a class',
      database({ instanceClass: 't4g.micro' }),
      'profiles.database.instanceClass is "t4g.micro".',
      'db.t4g.micro',
    ],
    ['a minor version', database({ engineVersion: 17.5 }), 'profiles.database.engineVersion is 17.5.', 'major version'],
    [
      'an upgrade that is not immediate',
      database({ allowMajorVersionUpgrade: true }),
      'profiles.database.allowMajorVersionUpgrade is true.',
      'applyImmediately: true',
    ],
    ...[
      'Sun:03:00-Sun:04:00',
      'sun:3:00-sun:4:00',
      'sun:03:00-sun:03:29',
      'sun:03:00-sun:03:00',
      '03:00-04:00',
      'sun:24:00-mon:01:00',
      'son:03:00-son:04:00',
    ].map((maintenanceWindow): [string, Changes, string, string] => [
      `the maintenance window ${maintenanceWindow}`,
      database({ maintenanceWindow }),
      `profiles.database.maintenanceWindow is "${maintenanceWindow}".`,
      'sun:03:00-sun:04:00',
    ]),
    ...['1:00-2:00', '01:00-01:29', '01:00-01:00', '01:00-25:00', 'sun:01:00-sun:02:00'].map(
      (backupWindow): [string, Changes, string, string] => [
        `the backup window ${backupWindow}`,
        database({ backupWindow }),
        `profiles.database.backupWindow is "${backupWindow}".`,
        '01:00-02:00',
      ],
    ),
    ...[
      ['sun:01:30-sun:02:30', undefined],
      ['wed:00:30-wed:01:30', undefined],
      ['sat:22:00-sun:06:00', undefined],
      ['sun:23:30-mon:00:30', '00:00-01:00'],
      ['mon:00:00-mon:01:00', '23:30-00:30'],
      ['fri:01:15-fri:01:45', undefined],
    ].map(([maintenanceWindow, backupWindow]): [string, Changes, string, string] => [
      `maintenance at ${maintenanceWindow} with a backup at ${backupWindow ?? 'the default time'}`,
      database({ maintenanceWindow, backupWindow }),
      `profiles.database.maintenanceWindow is "${maintenanceWindow}".`,
      `overlap backupWindow (${backupWindow ?? '01:00-02:00'})`,
    ]),
    ['an upper-case project', { project: 'Digits' }, 'project is "Digits".', 'lower-case'],
    ['a double hyphen, which ECR rejects', { project: 'a--b' }, 'project is "a--b".', 'single hyphens'],
    ['a project that SSM rejects', { project: 'aws-demo' }, 'project is "aws-demo".', 'AWS reserves names'],
    ['a project that EC2 rejects', { project: 'sg' }, 'project is "sg".', 'AWS reserves names'],
    ['a project that S3 rejects', { project: 'sthree' }, 'project is "sthree".', 'AWS reserves names'],
    [
      'a project that S3 uses in examples',
      { project: 'amzn-s3-demo-shop' },
      'project is "amzn-s3-demo-shop".',
      'AWS reserves names',
    ],
    ['a hyphen in the name', { name: 'dev-app' }, 'name is "dev-app".', 'without hyphens'],
    ['a placeholder region', { region: 'your-region' }, 'region is "your-region".', 'eu-central-1'],
    ['a zone instead of a region', { region: 'eu-central-1a' }, 'region is "eu-central-1a".', 'eu-central-1'],
    ['an account with hyphens', { account: '1234-5678-9012' }, 'account is "1234-5678-9012".', '12 digits'],
    ['an account with a digit too many', { account: '1234567890123' }, 'account is "1234567890123".', '12 digits'],
    ['an account with a letter before it', { account: 'a123456789012' }, 'account is "a123456789012".', '12 digits'],
    ['a table name with a space', { table: { name: 'Eight Digit' } }, 'table.name is "Eight Digit".', '3 to 255'],
    ['an address instead of a range', network('10.0.0.0', subnets), 'network.cidr is "10.0.0.0".', 'CIDR notation'],
    ['a leading zero', network('010.0.0.0/16', subnets), 'network.cidr is "010.0.0.0/16".', 'CIDR notation'],
    [
      'host bits',
      network('10.0.3.0/16', subnets),
      'network.cidr is "10.0.3.0/16".',
      'Use the first address of the range: 10.0.0.0/16',
    ],
    [
      'a public range',
      network('8.8.0.0/16', { a: '8.8.1.0/24', b: '8.8.2.0/24' }),
      'network.cidr is "8.8.0.0/16".',
      '10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, 100.64.0.0/10',
    ],
    [
      'a range beyond the private ones',
      network('172.32.0.0/16', subnets),
      'network.cidr is "172.32.0.0/16".',
      '172.16',
    ],
    [
      'a subnet that is an address',
      network('10.0.0.0/16', { ...subnets, b: '10.0.2.0' }),
      'network.publicSubnets.b is "10.0.2.0".',
      'CIDR notation',
    ],
    [
      'more subnets than a service supports',
      network('10.0.0.0/16', Object.fromEntries([...'abcdefghijklmnopq'].map((zone, n) => [zone, `10.0.${n}.0/24`]))),
      'network.publicSubnets is ["a","b"',
      'Use at most 16',
    ],
    [
      'a subnet outside the VPC',
      network('10.0.0.0/16', { ...subnets, b: '10.1.2.0/24' }),
      'network.publicSubnets.b is "10.1.2.0/24".',
      'inside network.cidr, 10.0.0.0/16',
    ],
    [
      'overlapping subnets',
      network('10.0.0.0/16', { a: '10.0.0.0/20', b: '10.0.2.0/24' }),
      'network.publicSubnets.b is "10.0.2.0/24".',
      'overlaps network.publicSubnets.a',
    ],
    [
      'the full name of a zone',
      network('10.0.0.0/16', { ...subnets, 'eu-central-1c': '10.0.3.0/24' }),
      'network.publicSubnets is "eu-central-1c".',
      'one lower-case letter',
    ],
    [
      'a combination of CPU and memory that Fargate does not support',
      { compute: { ...fargate, memoryMiB: 4096 } },
      'compute.memoryMiB is 4096.',
      'supports for cpu 256: 512, 1024, 2048',
    ],
    ['scaling without a load balancer', { scale: { kind: 'automatic', min: 1, max: 2 } }, 'scale.kind is', "'fixed'"],
    ['a scheme in the domain', domain('https://a.b.example'), 'ingress.domain.name is "https', 'without a scheme'],
    [
      'a dot at the end of the domain',
      domain('a.b.example.'),
      'ingress.domain.name is "a.b.example.".',
      'trailing dot',
    ],
    ['capital letters in the domain', domain('A.b.example'), 'ingress.domain.name is "A.b.example".', 'lower case'],
    ['a domain outside its zone', domain('a.c.example'), 'ingress.domain.name is "a.c.example".', 'b.example'],
    [
      'a domain that only ends like the zone',
      domain('xb.example'),
      'ingress.domain.name is "xb.example".',
      'or a subdomain of it',
    ],
    ['a domain too long for a certificate', domain(`${'a'.repeat(60)}.b.example`), 'is "aaaa', 'at most 64'],
    [
      'a domain without a zone and without a certificate',
      untyped({ ...balanced, ingress: { kind: 'load-balanced', domain: { name: 'a.b.example' } } }),
      'ingress.domain.zone is missing.',
      'add certificateArn',
    ],
    [
      'a domain with a zone and a certificate',
      untyped({
        ...balanced,
        ingress: { kind: 'load-balanced', domain: { name: 'a.b.example', zone: 'b.example', certificateArn } },
      }),
      'ingress.domain.certificateArn is "arn:aws:acm:',
      'Remove it, or remove ingress.domain.zone',
    ],
    [
      'a certificate in another region',
      certified(certificateArn.replace('eu-central-1', 'us-east-1')),
      'ingress.domain.certificateArn is "arn:aws:acm:us-east-1',
      'It is in us-east-1, but a load balancer in eu-central-1 accepts only certificates in eu-central-1.',
    ],
    [
      "a certificate in the environment's region with CloudFront",
      { ...balanced, ingress: { kind: 'load-balanced', cdn: {}, domain: { name: 'a.b.example', certificateArn } } },
      'ingress.domain.certificateArn is "arn:aws:acm:eu-central-1',
      'It is in eu-central-1, but CloudFront accepts only certificates in us-east-1.',
    ],
    [
      'a certificate of another account',
      certified(certificateArn, { account: '210987654321' }),
      'ingress.domain.certificateArn is "arn:aws:acm:',
      'It belongs to the account 123456789012, but a load balancer in eu-central-1 accepts only certificates from its own account, 210987654321.',
    ],
    ...[
      certificateArn.replace('123456789012:', '12345678901:'),
      certificateArn.replace(':acm:', ':acm-pca:'),
      'arn:aws:iam::123456789012:server-certificate/name',
      '12345678-1234-1234-1234-123456789012',
    ].map((arn): [string, Changes, string, string] => [
      `${arn} instead of the ARN of a certificate`,
      certified(arn),
      `ingress.domain.certificateArn is ${JSON.stringify(arn)}.`,
      'Use the ARN of an ACM certificate',
    ]),
    ['a zone with a trailing dot', domain('a.b.example', 'b.example.'), 'ingress.domain.zone is', 'trailing dot'],
    [
      'profiles over plain HTTP',
      { ...threeTiers, ingress: { kind: 'load-balanced' } },
      'ingress.plainHttp is missing.',
      "Add cdn: {}, set ingress.domain, or write plainHttp: 'accepted'",
    ],
    [
      'plain HTTP with a domain',
      untyped({ ...threeTiers, ingress: { ...domain('a.b.example').ingress, plainHttp: 'accepted' } }),
      'ingress.plainHttp is "accepted".',
      'Remove it',
    ],
    [
      'plain HTTP with CloudFront',
      untyped({ ...threeTiers, ingress: { kind: 'load-balanced', cdn: {}, plainHttp: 'accepted' } }),
      'ingress.plainHttp is "accepted".',
      'ingress.cdn already turns on HTTPS',
    ],
    [
      'unknown edge locations',
      untyped({ ...balanced, ingress: { kind: 'load-balanced', cdn: { priceClass: 'PriceClass_300' } } }),
      'ingress.cdn.priceClass is "PriceClass_300".',
      '"PriceClass_100" or "PriceClass_200" or "PriceClass_All"',
    ],
    [
      'CloudFront without a load balancer',
      untyped({ ingress: { kind: 'direct', cdn: {} } }),
      'ingress.cdn is {}.',
      'Remove it',
    ],
    ['ten days of logs', untyped({ logRetentionDays: 10 }), 'logRetentionDays is 10.', '7, 14'],
    ['an origin with a path', { app: { allowedOrigins: ['https://a.example/'] } }, 'is "https://a.example/".', 'host'],
    ['two origins in one', { app: { allowedOrigins: ['https://a,b'] } }, 'is "https://a,b".', 'www.example.com'],
    ['an expression', { app: { allowedOrigins: ['https://%{x}'] } }, 'is "https://%{x}".', 'www.example.com'],
    [
      'a wildcard origin',
      { app: { allowedOrigins: ['*'] } },
      'app.allowedOrigins.0 is "*".',
      'https://www.example.com',
    ],
  ];

  it.each(problems)('rejects %s, with field, value and remedy', (_what, changes, fieldAndValue, remedy) => {
    const lines = message(changes).split('\n');
    expect(lines).toContainEqual(expect.stringContaining(fieldAndValue));
    expect(lines.find((line) => line.includes(fieldAndValue) && line.includes(remedy))).toBeDefined();
  });

  const { network: _network, ...withoutNetwork } = fixture;
  const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

  it.each([
    ['a misspelt value', { removal: 'Protect' }, 'removal is "Protect". Use "destroy" or "protect".'],
    [
      'a misspelt field',
      { removall: 'protect' },
      'removall is "protect". There is no such field. Did you mean "removal"?',
    ],
    [
      'a misspelt required field',
      { logRetentionDay: 7, logRetentionDays: undefined },
      'logRetentionDay is 7. There is no such field. Did you mean "logRetentionDays"?',
    ],
    [
      'a misspelt required field of a kind',
      { compute: { ...fargate, memoryMib: 512, memoryMiB: undefined } },
      'compute.memoryMib is 512. There is no such field. Did you mean "memoryMiB"?',
    ],
    ['an unknown field', { extra: 1 }, 'extra is 1. There is no such field. Known fields: project, name, '],
    [
      'a field of another kind',
      { ingress: { kind: 'direct', domain: { name: 'a.b', zone: 'b' } } },
      `ingress.domain is {"name":"a.b","zone":"b"}. It belongs to the kind 'load-balanced', but the kind here is 'direct'. Remove it, or`,
    ],
    [
      'hosts on Fargate',
      { compute: { ...fargate, hosts: { min: 1, max: 2 } } },
      `compute.hosts is {"min":1,"max":2}. It belongs to the kind 'ec2', but the kind here is 'fargate'.`,
    ],
    [
      'an unknown field of a kind without fields',
      { ingress: { kind: 'direct', extra: 1 } },
      'ingress.extra is 1. There is no such field. Known fields: kind, allowFrom.',
    ],
    [
      'a misspelt rule',
      { ingress: { kind: 'load-balanced', firewall: { rat: 'count' } } },
      'ingress.firewall.rat is "count". There is no such field. Did you mean "rate"?',
    ],
    [
      "the firewall 'on'",
      { ingress: { kind: 'load-balanced', firewall: 'on' } },
      'ingress.firewall is "on". Use "off".',
    ],
    [
      'a misspelt field of an object',
      { table: { nam: 'x' } },
      'table.nam is "x". There is no such field. Did you mean "name"?',
    ],
    [
      'an unknown kind',
      { ingress: { kind: 'balanced' } },
      'ingress.kind is "balanced". Use "direct" or "load-balanced".',
    ],
    ['a string instead of a number', { compute: { ...fargate, cpu: '256' } }, 'compute.cpu is "256". Use a number.'],
    ['a number instead of a string', { account: 123456789012 }, 'account is 123456789012. Use a string.'],
    [
      'a string instead of a boolean',
      { ...threeTiers, profiles: { database: { ...threeTiers.profiles.database, multiAz: 'yes' } } },
      'profiles.database.multiAz is "yes". Use true or false.',
    ],
    [
      'an unknown value of plainHttp',
      { ingress: { kind: 'load-balanced', plainHttp: true } },
      'ingress.plainHttp is true. Use "accepted".',
    ],
    ['a string instead of a list', { app: { allowedOrigins: 'x' } }, 'app.allowedOrigins is "x". Use a list.'],
    ['a string instead of a boolean', { app: { exec: 'yes' } }, 'app.exec is "yes". Use true or false.'],
    ['a number as a variable', { app: { environment: { A: 5 } } }, 'app.environment.A is 5. Use a string.'],
    [
      'a reference to an unknown resource',
      { app: { environment: { A: { kind: 'tabel', attribute: 'arn' } } } },
      'app.environment.A.kind is "tabel". Use "table" or "log-group" or "resource".',
    ],
    [
      'a reference with a misspelt field',
      { app: { environment: { A: { kind: 'table', attribut: 'arn' } } } },
      'app.environment.A.attribut is "arn". There is no such field. Did you mean "attribute"?',
    ],
    ['null instead of an object', { table: null }, 'table is null. Use an object.'],
  ])('rejects %s, which does not compile', (_what, changes, line) => {
    expect(message(untyped(changes)).split('\n').slice(1)).toEqual([expect.stringMatching(`^  ${escaped(line)}`)]);
  });

  it('rejects a missing field', () => {
    expect(() => checkEnvironments([withoutNetwork as Environment])).toThrow('network is missing. Add it; ');
  });

  it('reports misspelt fields and invalid values of other fields at once', () => {
    const found = message(untyped({ removall: 1, removal: 'x', extra: 2, region: 'nowhere' }));
    expect(found.split('\n').map((line) => line.trim().split(' ')[0])).toEqual(
      expect.arrayContaining(['removall', 'removal', 'extra', 'region']),
    );
  });

  it('checks the values of a part even if its neighbour is malformed', () => {
    const changes = {
      table: { nam: 'x' },
      name: 'Dev',
      compute: { ...fargate, spotPercnt: 5 },
      scale: { kind: 'fixed', tasks: 0 },
    };
    const found = message(untyped({ ...changes, logRetentionDays: 2 }));
    expect(
      found
        .split('\n')
        .slice(1)
        .map((line) => line.trim().split(' ')[0]),
    ).toEqual(['compute.spotPercnt', 'table.nam', 'name', 'logRetentionDays', 'scale.tasks']);
  });

  it.each<[string, Changes, string]>([
    [
      'scale.max',
      { scale: { kind: 'automatic', min: 4, max: 2 } },
      'scale.max is 2. Use a whole number from 4 to 100, not below scale.min, which is 4.',
    ],
    [
      'scale.tasks',
      { scale: { kind: 'fixed', tasks: 0 } },
      'scale.tasks is 0. Use a whole number from 1 to 100. To run no tasks, use `npm run park`.',
    ],
  ])('says why a number in %s is not allowed', (_field, changes, line) => {
    expect(message({ ...balanced, ...changes }).split('\n')).toContain(`  ${line}`);
  });

  it.each([
    ['profiles', { profiles: threeTiers.profiles }],
    ['hosts', { compute: threeTiers.compute }],
  ])('reports the missing settings that %s need, and accepts the environment with these settings', (_what, changes) => {
    expect(message(changes).split('\n')).toEqual([
      expect.any(String),
      expect.stringMatching(/'dedicated'.*network.*privateSubnets.*nat.*'load-balanced'.*ingress/),
    ]);
    const { network, ingress } = threeTiers;
    expect(message({ ...changes, network, ingress })).toBe('');
  });

  it('reports all problems of an environment under its name', () => {
    const found = message({ name: 'demo', region: 'nowhere', account: '1', logRetentionDays: 7 });
    expect(found).toMatch(/^The environment "demo" has invalid settings:\n {2}region is .*\n {2}account is .*$/);
  });

  it('reports an invalid region only once if all environments have it', () => {
    const other = { name: 'other', table: {}, region: 'eu-centrl-1' };
    expect(message({ region: 'eu-centrl-1' }, other)).toMatch(
      /^The environment "dev" has invalid settings:\n {2}region is "eu-centrl-1"\. Did you mean "eu-central-1"\?.* All environments have this value; see environments\/project\.ts\.$/,
    );
    expect(message({ region: 'eu-centrl-1' }, { ...other, removal: 'x' as 'protect' })).toMatch(
      /project\.ts\.\nThe environment "other" has invalid settings:\n {2}removal is "x"\. .*$/,
    );
    expect(message({ region: 'eu-centrl-1' })).not.toContain('project.ts');
  });

  it('reports the problems of every environment', () => {
    const found = message({ region: 'nowhere' }, { name: 'other', table: {}, region: 'elsewhere' });
    expect(found).toContain('"dev"');
    expect(found).toContain('"other"');
  });

  it('rejects two environments with the same name, and reports nothing else about them', () => {
    expect(message({}, {}).split('\n').slice(1)).toEqual([
      expect.stringContaining(
        'name is "dev". Another environment has this name: in the list of environments/index.ts, entry 1 and entry 2.',
      ),
    ]);
  });

  it('skips the capacity of hosts if their number is invalid', () => {
    expect(
      message(hosts({ hosts: { min: 1, max: 0 } }))
        .split('\n')
        .slice(1),
    ).toEqual([expect.stringContaining('compute.hosts.max is 0.')]);
  });

  it('rejects two environments with the same table in the same account and region', () => {
    expect(message({}, { name: 'other' })).toContain(
      'table.name is "EightDigit". The environment dev uses the same table',
    );
  });

  it('rejects the default table of another environment', () => {
    expect(message({ table: {} }, { name: 'other', table: { name: 'eight-digit-dev-entries' } })).toContain(
      'table.name is "eight-digit-dev-entries". The environment dev uses the same table',
    );
  });

  it.each([
    [undefined, '123456789012'],
    ['123456789012', undefined],
    ['123456789012', '123456789012'],
  ])('rejects the same table in the accounts %s and %s, because they may be the same account', (account, other) => {
    expect(message({ account }, { name: 'other', account: other })).toContain(
      'The environment dev uses the same table',
    );
  });

  it('accepts the same table name in two accounts', () => {
    expect(message({ account: '123456789012' }, { name: 'other', account: '210987654321' })).toBe('');
  });

  it('accepts the same table name in two regions', () => {
    expect(message({}, { name: 'other', region: 'eu-west-1' })).toBe('');
  });
});
