import { environments } from '../../../environments';
import { checkEnvironments } from '../../../stacks/checks/environment-checks';
import type { AutomaticScale, DatabaseInstanceSettings, Ec2Compute, Environment } from '../../../stacks/environment';
import { environmentErrorMessage } from '../../support/stacks/environment-error-message';
import { balanced, type Changes, fixture, fixtureWith, threeTiers } from '../../support/stacks/fixture-environment';

/** What a user reads about the fixture with these changes. */
const complaint = (...changed: Changes[]) => environmentErrorMessage(changed.map(fixtureWith));

function network(cidr: string, publicSubnets: Record<string, string>): Changes {
  return { network: { kind: 'dedicated', cidr, publicSubnets } };
}

/** Values that the types keep out, as they come from plain JavaScript or a cast. */
const untyped = (changes: Record<string, unknown>) => changes as Changes;

it('accepts the shipped environments', () => {
  expect(() => checkEnvironments(environments)).not.toThrow();
});

const subnets = { a: '10.0.1.0/24', b: '10.0.2.0/24' };
const fargate = { kind: 'fargate', cpu: 256, memoryMiB: 512, architecture: 'ARM64' } as const;

function automatic(scale: Omit<AutomaticScale, 'kind'>): Changes {
  return { ...balanced, scale: { kind: 'automatic', ...scale } };
}

function domain(name: string, zone = 'b.example'): Changes {
  return { ...balanced, ingress: { kind: 'load-balanced', domain: { name, zone } } };
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
  ['hosts with a disk and their own processor', hosts({ instanceType: 'm7gd.large' })],
  ['one host with one task', { ...hosts({ hosts: { min: 1, max: 1 } }), scale: { kind: 'fixed', tasks: 1 } }],
  ['another major version', database({ engineVersion: 18 })],
  ['an upgrade at once', database({ allowMajorVersionUpgrade: true, applyImmediately: true })],
  [
    'the shortest windows, one after the other',
    database({ maintenanceWindow: 'mon:23:45-tue:00:15', backupWindow: '00:15-00:45' }),
  ],
  ["the end of AWS's usual private range", network('172.31.0.0/16', { a: '172.31.0.0/20', b: '172.31.16.0/20' })],
  ['the words that AWS keeps, behind another', { project: 'my-aws-ssm-sg' }],
  ['hosts with a processor of Amazon and a disk of their own', hosts({ instanceType: 'im4gn.large' })],
  [
    'maintenance that begins when the backup ends',
    database({ maintenanceWindow: 'thu:02:00-thu:03:00', backupWindow: '01:00-02:00' }),
  ],
  ['shared address space', network('100.64.0.0/16', { a: '100.64.0.0/24', c: '100.64.1.0/24' })],
  ['the shipped staging', balanced],
  ['as many tasks at most as at least', automatic({ min: 2, max: 2 })],
  ['a domain below its zone', domain('app.b.example')],
  ['profiles with a domain', { ...threeTiers, ingress: domain('app.b.example').ingress }],
  ['plain HTTP that is accepted without profiles', { ingress: { kind: 'load-balanced', plainHttp: 'accepted' } }],
  ['a domain that is its zone', domain('b.example')],
  ['tasks on Spot', { compute: { ...fargate, spotPercent: 100 } }],
  ['no table name', { table: {} }],
  ['an account that begins with zeros', { account: '000000000001' }],
  ['a long region', { region: 'us-gov-west-1' }],
  ['a sovereign region', { region: 'eusc-de-east-1' }],
  ['an origin that is an IPv6 address', { app: { allowedOrigins: ['http://[::1]:3000'] } }],
  ['origins with a port', { app: { allowedOrigins: ['http://localhost:3000', 'https://www.example.com'] } }],
];

it.each(accepted)('accepts %s', (_what, changes) => {
  expect(complaint(changes)).toBe('');
});

const refusals: [string, Changes, string, string][] = [
  [
    'a private subnet in no zone of the public ones',
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
    'a private subnet on a public one',
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
    'private subnets with no way out',
    untyped({ ...threeTiers, network: { ...threeTiers.network, nat: undefined } }),
    'network.nat is missing.',
    "'one' gateway",
  ],
  [
    'a way out where nothing is private',
    untyped({ network: { ...fixture.network, nat: 'one' } }),
    'network.nat is "one".',
    'Leave it out',
  ],
  [
    'tasks that nobody reaches',
    { ...threeTiers, ingress: fixture.ingress, scale: fixture.scale },
    'ingress.kind is "direct".',
    "'load-balanced'",
  ],
  ['hosts in public subnets', { ...balanced, compute: threeTiers.compute }, 'compute.kind is "ec2".', "'fargate'"],
  ['a database in the default VPC', { ...balanced, profiles: threeTiers.profiles }, 'profiles is {', 'privateSubnets'],
  ['no type of instances', hosts({ instanceType: 'small' }), 'compute.instanceType is "small".', 't4g.small'],
  [
    'another processor than the image is for',
    hosts({ instanceType: 't3.small' }),
    'compute.architecture is "ARM64".',
    'The processors of t3.small are X86_64',
  ],
  [
    'more CPU than a host has',
    hosts({ cpu: 4096 }),
    'compute.cpu is 4096.',
    'A host of t4g.small has 2048. Use less, or choose a larger compute.instanceType.',
  ],
  [
    'more memory than a host has',
    hosts({ memoryMiB: 4096 }),
    'compute.memoryMiB is 4096.',
    'A host of t4g.small has 2048 MiB; tasks can use about 1822. Use less, or choose a larger compute.instanceType.',
  ],
  [
    'memory of which no second task fits on a host',
    hosts({ memoryMiB: 1024 }),
    'compute.hosts.max is 4.',
    '4 hosts of t4g.small have memory for 4 tasks, and a deployment needs 5 (4 running and a new one): it would time out. Raise compute.hosts.max to 5, or choose a larger compute.instanceType.',
  ],
  [
    'CPU of which no second task fits on a host',
    hosts({ cpu: 1025 }),
    'compute.hosts.max is 4.',
    'have CPU for 4 tasks, and a deployment needs 5 (4 running and a new one)',
  ],
  [
    'hosts with one network interface for tasks',
    hosts({ instanceType: 'm7g.medium' }),
    'compute.hosts.max is 4.',
    'have network interfaces for 4 tasks, and a deployment needs 5 (4 running and a new one)',
  ],
  [
    'more tasks than a hundred hosts hold',
    { ...hosts({ memoryMiB: 1024, hosts: { min: 1, max: 100 } }), scale: { kind: 'fixed', tasks: 100 } },
    'compute.hosts.max is 100.',
    'it would time out. Choose a larger compute.instanceType.',
  ],
  [
    'no class of databases',
    database({ instanceClass: 't4g.micro' }),
    'profiles.database.instanceClass is "t4g.micro".',
    'db.t4g.micro',
  ],
  ['a minor version', database({ engineVersion: 17.5 }), 'profiles.database.engineVersion is 17.5.', 'major version'],
  [
    'an upgrade that waits',
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
    `maintenance at ${maintenanceWindow} with a backup at ${backupWindow ?? 'the usual time'}`,
    database({ maintenanceWindow, backupWindow }),
    `profiles.database.maintenanceWindow is "${maintenanceWindow}".`,
    `overlaps the daily backup, ${backupWindow ?? '01:00-02:00'}`,
  ]),
  ['an upper-case project', { project: 'Digits' }, 'project is "Digits".', 'lower-case'],
  ['a double hyphen, which ECR refuses', { project: 'a--b' }, 'project is "a--b".', 'single hyphens'],
  ['a project that SSM refuses', { project: 'aws-demo' }, 'project is "aws-demo".', 'AWS keeps names'],
  ['a project that EC2 refuses', { project: 'sg' }, 'project is "sg".', 'AWS keeps names'],
  ['a hyphen in the name', { name: 'dev-app' }, 'name is "dev-app".', 'without hyphens'],
  ['a placeholder region', { region: 'your-region' }, 'region is "your-region".', 'eu-central-1'],
  ['a zone in place of the region', { region: 'eu-central-1a' }, 'region is "eu-central-1a".', 'eu-central-1'],
  ['an account with hyphens', { account: '1234-5678-9012' }, 'account is "1234-5678-9012".', 'twelve digits'],
  ['an account with a digit too many', { account: '1234567890123' }, 'account is "1234567890123".', 'twelve digits'],
  ['an account with a letter before it', { account: 'a123456789012' }, 'account is "a123456789012".', 'twelve digits'],
  ['a table name with a space', { table: { name: 'Eight Digit' } }, 'table.name is "Eight Digit".', '3 to 255'],
  ['no range', network('10.0.0.0', subnets), 'network.cidr is "10.0.0.0".', 'CIDR notation'],
  ['a leading zero', network('010.0.0.0/16', subnets), 'network.cidr is "010.0.0.0/16".', 'CIDR notation'],
  ['host bits', network('10.0.3.0/16', subnets), 'network.cidr is "10.0.3.0/16".', 'begins at 10.0.0.0/16'],
  [
    'a public range',
    network('8.8.0.0/16', { a: '8.8.1.0/24', b: '8.8.2.0/24' }),
    'network.cidr is "8.8.0.0/16".',
    '10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, 100.64.0.0/10',
  ],
  ['a range beyond the private ones', network('172.32.0.0/16', subnets), 'network.cidr is "172.32.0.0/16".', '172.16'],
  [
    'a subnet that is no range',
    network('10.0.0.0/16', { ...subnets, b: '10.0.2.0' }),
    'network.publicSubnets.b is "10.0.2.0".',
    'CIDR notation',
  ],
  [
    'more subnets than a service takes',
    network('10.0.0.0/16', Object.fromEntries([...'abcdefghijklmnopq'].map((zone, n) => [zone, `10.0.${n}.0/24`]))),
    'network.publicSubnets is ["a","b"',
    'Give at most 16',
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
    'the whole name of a zone',
    network('10.0.0.0/16', { ...subnets, 'eu-central-1c': '10.0.3.0/24' }),
    'network.publicSubnets is "eu-central-1c".',
    'one lower-case letter',
  ],
  [
    'a CPU and memory pair that Fargate lacks',
    { compute: { ...fargate, memoryMiB: 4096 } },
    'compute.memoryMiB is 4096.',
    'With cpu 256 Fargate offers 512, 1024, 2048',
  ],
  ['scaling without a load balancer', { scale: { kind: 'automatic', min: 1, max: 2 } }, 'scale.kind is', "'fixed'"],
  ['a scheme in the domain', domain('https://a.b.example'), 'ingress.domain.name is "https', 'without scheme'],
  [
    'a dot at the end of the domain',
    domain('a.b.example.'),
    'ingress.domain.name is "a.b.example.".',
    'dot at its end',
  ],
  ['capital letters in the domain', domain('A.b.example'), 'ingress.domain.name is "A.b.example".', 'lower case'],
  ['a domain outside its zone', domain('a.c.example'), 'ingress.domain.name is "a.c.example".', 'b.example'],
  ['a zone that ends like the name', domain('xb.example'), 'ingress.domain.name is "xb.example".', 'or one below it'],
  ['a domain that no certificate takes', domain(`${'a'.repeat(60)}.b.example`), 'is "aaaa', 'at most 64'],
  ['a zone with a dot at its end', domain('a.b.example', 'b.example.'), 'ingress.domain.zone is', 'dot at its end'],
  [
    'profiles over plain HTTP',
    { ...threeTiers, ingress: { kind: 'load-balanced' } },
    'ingress.plainHttp is missing.',
    "Set ingress.domain, or write plainHttp: 'accepted'",
  ],
  [
    'plain HTTP with a domain',
    untyped({ ...threeTiers, ingress: { ...domain('a.b.example').ingress, plainHttp: 'accepted' } }),
    'ingress.plainHttp is "accepted".',
    'Remove it',
  ],
  ['ten days of logs', untyped({ logRetentionDays: 10 }), 'logRetentionDays is 10.', '7, 14'],
  ['an origin with a path', { app: { allowedOrigins: ['https://a.example/'] } }, 'is "https://a.example/".', 'host'],
  ['two origins in one', { app: { allowedOrigins: ['https://a,b'] } }, 'is "https://a,b".', 'www.example.com'],
  ['an expression', { app: { allowedOrigins: ['https://%{x}'] } }, 'is "https://%{x}".', 'www.example.com'],
  ['a wildcard origin', { app: { allowedOrigins: ['*'] } }, 'app.allowedOrigins is "*".', 'https://www.example.com'],
];

it.each(refusals)('refuses %s, with field, value and remedy', (_what, changes, fieldAndValue, remedy) => {
  const lines = complaint(changes).split('\n');
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
    'a misspelt field that is then missing',
    { logRetentionDay: 7, logRetentionDays: undefined },
    'logRetentionDay is 7. There is no such field. Did you mean "logRetentionDays"?',
  ],
  [
    'a misspelt field of a kind that is then missing',
    { compute: { ...fargate, memoryMib: 512, memoryMiB: undefined } },
    'compute.memoryMib is 512. There is no such field. Did you mean "memoryMiB"?',
  ],
  ['a field unlike any', { extra: 1 }, 'extra is 1. There is no such field; there are project, name, '],
  [
    'a field of another kind',
    { ingress: { kind: 'direct', domain: { name: 'a.b', zone: 'b' } } },
    `ingress.domain is {"name":"a.b","zone":"b"}. It belongs to kind 'load-balanced', and this is kind 'direct'. Remove it, or`,
  ],
  [
    'hosts on Fargate',
    { compute: { ...fargate, hosts: { min: 1, max: 2 } } },
    `compute.hosts is {"min":1,"max":2}. It belongs to kind 'ec2', and this is kind 'fargate'.`,
  ],
  [
    'a field of a kind without fields',
    { ingress: { kind: 'direct', extra: 1 } },
    'ingress.extra is 1. There is no such field; there is only kind.',
  ],
  [
    'a misspelt rule',
    { ingress: { kind: 'load-balanced', firewall: { rat: 'count' } } },
    'ingress.firewall.rat is "count". There is no such field. Did you mean "rate"?',
  ],
  [
    'a firewall that is only on',
    { ingress: { kind: 'load-balanced', firewall: 'on' } },
    'ingress.firewall is "on". Use "off".',
  ],
  [
    'a misspelt field of a part',
    { table: { nam: 'x' } },
    'table.nam is "x". There is no such field. Did you mean "name"?',
  ],
  [
    'a kind that there is not',
    { ingress: { kind: 'balanced' } },
    'ingress.kind is "balanced". Use "direct" or "load-balanced".',
  ],
  ['a text for a number', { compute: { ...fargate, cpu: '256' } }, 'compute.cpu is "256". Use a number.'],
  ['a number for a text', { account: 123456789012 }, 'account is 123456789012. Use a text.'],
  [
    'plain HTTP by another word',
    { ingress: { kind: 'load-balanced', plainHttp: true } },
    'ingress.plainHttp is true. Use "accepted".',
  ],
  ['a text for a list', { app: { allowedOrigins: 'x' } }, 'app.allowedOrigins is "x". Use a list.'],
  ['null', { table: null }, 'table is null. Use an object.'],
])('refuses %s, which types would keep out', (_what, changes, line) => {
  expect(complaint(untyped(changes)).split('\n').slice(1)).toEqual([expect.stringMatching(`^  ${escaped(line)}`)]);
});

it('refuses a missing part', () => {
  expect(() => checkEnvironments([withoutNetwork as Environment])).toThrow('network is missing. Add it; ');
});

it('tells misspelt fields and wrong values of other parts at once', () => {
  const message = complaint(untyped({ removall: 1, removal: 'x', extra: 2, region: 'nowhere' }));
  expect(message.split('\n').map((line) => line.trim().split(' ')[0])).toEqual(
    expect.arrayContaining(['removall', 'removal', 'extra', 'region']),
  );
});

it.each([
  ['profiles', { profiles: threeTiers.profiles }],
  ['hosts', { compute: threeTiers.compute }],
])('names at once everything that %s need, and with it they are accepted', (_what, changes) => {
  expect(complaint(changes).split('\n')).toEqual([
    expect.any(String),
    expect.stringMatching(/network.*'dedicated'.*privateSubnets.*nat.*ingress.*'load-balanced'/),
  ]);
  const { network, ingress } = threeTiers;
  expect(complaint({ ...changes, network, ingress })).toBe('');
});

it('names the environment, and says everything at once', () => {
  const message = complaint({ name: 'demo', region: 'nowhere', account: '1', logRetentionDays: 7 });
  expect(message).toMatch(/^The environment "demo" cannot be built:\n {2}region is .*\n {2}account is .*$/);
});

it('reports a region that all environments have once, with its file', () => {
  const other = { name: 'other', table: {}, region: 'eu-centrl-1' };
  expect(complaint({ region: 'eu-centrl-1' }, other)).toMatch(
    /^The environment "dev" cannot be built:\n {2}region is "eu-centrl-1"\. Did you mean "eu-central-1"\?.* All have this value; see environments\/project\.ts\.$/,
  );
  expect(complaint({ region: 'eu-centrl-1' }, { ...other, removal: 'x' as 'protect' })).toMatch(
    /project\.ts\.\nThe environment "other" cannot be built:\n {2}removal is "x"\. .*$/,
  );
  expect(complaint({ region: 'eu-centrl-1' })).not.toContain('project.ts');
});

it('reports every environment', () => {
  const message = complaint({ region: 'nowhere' }, { name: 'other', table: {}, region: 'elsewhere' });
  expect(message).toContain('"dev"');
  expect(message).toContain('"other"');
});

it('refuses two environments of one name, and says no more of their common table', () => {
  expect(complaint({}, {}).split('\n').slice(1)).toEqual([
    expect.stringContaining('name is "dev". Another environment has this name'),
  ]);
});

it('leaves the room on hosts aside while their number is wrong', () => {
  expect(
    complaint(hosts({ hosts: { min: 1, max: 0 } }))
      .split('\n')
      .slice(1),
  ).toEqual([expect.stringContaining('compute.hosts.max is 0.')]);
});

it('refuses one table for two environments of one account and region', () => {
  expect(complaint({}, { name: 'other' })).toContain('table.name is "EightDigit". It is the table of dev too');
});

it('refuses the table that another environment has by default', () => {
  expect(complaint({ table: {} }, { name: 'other', table: { name: 'eight-digit-dev-entries' } })).toContain(
    'table.name is "eight-digit-dev-entries". It is the table of dev too',
  );
});

it.each([
  [undefined, '123456789012'],
  ['123456789012', undefined],
  ['123456789012', '123456789012'],
])('refuses one table for the accounts %s and %s, which may be the same', (account, other) => {
  expect(complaint({ account }, { name: 'other', account: other })).toContain('It is the table of dev too');
});

it('accepts one table name in two accounts', () => {
  expect(complaint({ account: '123456789012' }, { name: 'other', account: '210987654321' })).toBe('');
});

it('accepts one table name in two regions', () => {
  expect(complaint({}, { name: 'other', region: 'eu-west-1' })).toBe('');
});
