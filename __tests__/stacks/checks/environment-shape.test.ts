import { checkEnvironments } from '../../../stacks/checks/environment-checks';
import type { Environment } from '../../../stacks/environment';
import { balanced, fixture, threeTiers } from '../../support/stacks/fixture-environment';
import { expectRejection, type RejectedSetting, settingsError, untyped } from '../../support/stacks/settings-errors';

const fargate = { kind: 'fargate', cpu: 256, memoryMiB: 512, architecture: 'ARM64' } as const;

describe('Environment settings', () => {
  it.each<RejectedSetting>([
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
      'Remove the field',
    ],
  ])(
    'are rejected with %s; the error names the field, the value and the remedy',
    (_title, changes, fieldAndValue, remedy) => {
      expectRejection(changes, fieldAndValue, remedy);
    },
  );

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
      'a misspelt required field of compute',
      { compute: { ...fargate, memoryMib: 512, memoryMiB: undefined } },
      'compute.memoryMib is 512. There is no such field. Did you mean "memoryMiB"?',
    ],
    ['an unknown field', { extra: 1 }, 'extra is 1. There is no such field. Known fields: project, name, '],
    [
      'a field that belongs to another kind of ingress',
      { ingress: { kind: 'direct', domain: { name: 'a.b', zone: 'b' } } },
      `ingress.domain is {"name":"a.b","zone":"b"}. This field belongs to the kind 'load-balanced', but the kind here is 'direct'. Remove the field, or`,
    ],
    [
      'hosts on Fargate',
      { compute: { ...fargate, hosts: { min: 1, max: 2 } } },
      `compute.hosts is {"min":1,"max":2}. This field belongs to the kind 'ec2', but the kind here is 'fargate'.`,
    ],
    [
      'an unknown field of direct ingress',
      { ingress: { kind: 'direct', extra: 1 } },
      'ingress.extra is 1. There is no such field. Known fields: kind, allowFrom.',
    ],
    [
      'a misspelt firewall rule',
      { ingress: { kind: 'load-balanced', firewall: { rat: 'count' } } },
      'ingress.firewall.rat is "count". There is no such field. Did you mean "rate"?',
    ],
    [
      "the firewall 'on'",
      { ingress: { kind: 'load-balanced', firewall: 'on' } },
      'ingress.firewall is "on". Use "off".',
    ],
    [
      'a misspelt field of the table',
      { table: { nam: 'x' } },
      'table.nam is "x". There is no such field. Did you mean "name"?',
    ],
    [
      'an unknown kind of ingress',
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
    ['a string instead of the boolean exec', { app: { exec: 'yes' } }, 'app.exec is "yes". Use true or false.'],
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
  ])('are rejected with %s, which the TypeScript compiler also rejects', (_what, changes, line) => {
    expect(settingsError(untyped(changes)).split('\n').slice(1)).toEqual([
      expect.stringMatching(`^  ${escaped(line)}`),
    ]);
  });

  it('are rejected if a field is missing', () => {
    expect(() => checkEnvironments([withoutNetwork as Environment])).toThrow('network is missing. Add the setting; ');
  });

  it('cause a single error, which lists misspelt fields and invalid values', () => {
    const found = settingsError(untyped({ removall: 1, removal: 'x', extra: 2, region: 'nowhere' }));
    expect(found.split('\n').map((line) => line.trim().split(' ')[0])).toEqual(
      expect.arrayContaining(['removall', 'removal', 'extra', 'region']),
    );
  });

  it('still have their well-formed sections checked if other sections are malformed', () => {
    const changes = {
      table: { nam: 'x' },
      name: 'Dev',
      compute: { ...fargate, spotPercnt: 5 },
      scale: { kind: 'fixed', tasks: 0 },
    };
    const found = settingsError(untyped({ ...changes, logRetentionDays: 2 }));
    expect(
      found
        .split('\n')
        .slice(1)
        .map((line) => line.trim().split(' ')[0]),
    ).toEqual(['compute.spotPercnt', 'table.nam', 'name', 'logRetentionDays', 'scale.tasks']);
  });
});
