import { checkStackNames } from '../../../stacks/checks/stack-names';
import { fixture } from '../../support/fixture-environment';

const environments = ['dev', 'staging', 'prod'].map((name) => ({ ...fixture, name }));

describe('checkStackNames', () => {
  it.each([[[]], [['dev']], [['prod', 'bootstrap']]])('accepts %j', (names) => {
    expect(() => checkStackNames(names, environments)).not.toThrow();
  });

  it.each([
    ['devv', 'Did you mean "dev"?'],
    ['DEV', 'Did you mean "dev"?'],
    ['stagin', 'Did you mean "staging"?'],
    ['production', 'Did you mean "prod"?'],
    ['bootstrapp', 'Did you mean "bootstrap"?'],
  ])('suggests the nearest name for %s', (name, suggestion) => {
    expect(() => checkStackNames([name], environments)).toThrow(
      `There is no environment "${name}". ${suggestion} Environments: dev, staging, prod (`,
    );
  });

  it('suggests nothing for a name that resembles none', () => {
    expect(() => checkStackNames(['moon'], environments)).toThrow('There is no environment "moon". Environments: dev,');
  });
});
