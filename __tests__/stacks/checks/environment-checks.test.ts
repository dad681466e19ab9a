import { environments } from '../../../environments';
import { checkEnvironments } from '../../../stacks/checks/environment-checks';
import { balanced, type Changes, threeTiers } from '../../support/stacks/fixture-environment';
import { settingsError } from '../../support/stacks/settings-errors';

const fargate = { kind: 'fargate', cpu: 256, memoryMiB: 512, architecture: 'ARM64' } as const;

describe('checkEnvironments', () => {
  it('accepts the shipped environments', () => {
    expect(() => checkEnvironments(environments)).not.toThrow();
  });

  it.each<[string, Changes]>([
    ['the shipped prod', threeTiers],
    ['the shipped prod on Fargate', { ...threeTiers, compute: fargate }],
    ['the shipped prod without profiles', { ...threeTiers, profiles: undefined }],
    ['the shipped staging', balanced],
  ])('accepts %s', (_title, changes) => {
    expect(settingsError(changes)).toBe('');
  });

  it('reports all problems of an environment together, under its name', () => {
    const found = settingsError({ name: 'demo', region: 'nowhere', account: '1', logRetentionDays: 7 });
    expect(found).toMatch(/^The environment "demo" has invalid settings:\n {2}region is .*\n {2}account is .*$/);
  });

  it('reports an invalid region only once if all environments have it', () => {
    const other = { name: 'other', table: {}, region: 'eu-centrl-1' };
    expect(settingsError({ region: 'eu-centrl-1' }, other)).toMatch(
      /^The environment "dev" has invalid settings:\n {2}region is "eu-centrl-1"\. Did you mean "eu-central-1"\?.* All environments have this value; see environments\/project\.ts\.$/,
    );
    expect(settingsError({ region: 'eu-centrl-1' }, { ...other, removal: 'x' as 'protect' })).toMatch(
      /project\.ts\.\nThe environment "other" has invalid settings:\n {2}removal is "x"\. .*$/,
    );
    expect(settingsError({ region: 'eu-centrl-1' })).not.toContain('project.ts');
  });

  it('reports the problems of every environment', () => {
    const found = settingsError({ region: 'nowhere' }, { name: 'other', table: {}, region: 'elsewhere' });
    expect(found).toContain('"dev"');
    expect(found).toContain('"other"');
  });
});
