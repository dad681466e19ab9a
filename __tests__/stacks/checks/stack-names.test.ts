import { checkStackNames } from '../../../stacks/checks/stack-names';
import { fixture } from '../../support/stacks/fixture-environment';

const environments = ['dev', 'staging', 'prod'].map((name) => ({ ...fixture, name }));

describe('checkStackNames', () => {
  it.each([[[]], [['dev']], [['prod', 'bootstrap']]])('accepts the list of names %j', (names) => {
    expect(() => checkStackNames(names, environments)).not.toThrow();
  });

  it.each([
    ['devv', 'Did you mean "dev"?'],
    ['DEV', 'Did you mean "dev"?'],
    ['stagin', 'Did you mean "staging"?'],
    ['production', 'Did you mean "prod"?'],
    ['dve', 'Did you mean "dev"?'],
    ['porduction', 'Did you mean "prod"?'],
    ['stage', 'Did you mean "staging"?'],
    ['stg', 'Did you mean "staging"?'],
    ['prd', 'Did you mean "prod"?'],
    ['bootstrapp', 'Did you mean "bootstrap"?'],
  ])('suggests the nearest name for %s', (name, suggestion) => {
    expect(() => checkStackNames([name], environments)).toThrow(
      `There is no environment "${name}". ${suggestion} Known names: dev, staging, prod, bootstrap.`,
    );
  });

  it.each(['moon', 'test', 'd'])('suggests nothing for %s, because no name is similar', (name) => {
    expect(() => checkStackNames([name], environments)).toThrow(`There is no environment "${name}". Known names: dev,`);
  });

  it.each([
    ['--chek', 'There is no option "--chek". Did you mean "--check"? The only option is --check.'],
    ['-x', 'There is no option "-x". The only option is --check.'],
  ])('rejects the unknown option %s', (option, message) => {
    expect(() => checkStackNames(['dev', option], environments)).toThrow(message);
  });
});
