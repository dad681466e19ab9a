import { checkWorkspaceVariables } from '../../../tools/terraform/workspace-variables';

const workspace = { organization: 'fjord', name: 'eight-digit-dev' };

describe('checkWorkspaceVariables', () => {
  it.each([
    [
      'TF_WORKSPACE that names another workspace',
      workspace,
      { TF_WORKSPACE: 'other' },
      'TF_WORKSPACE is "other", but the state of dev is in the workspace "eight-digit-dev". Unset TF_WORKSPACE, or change `state` in environments/dev.ts.',
    ],
    [
      'TF_CLOUD_ORGANIZATION that names another organization',
      workspace,
      { TF_CLOUD_ORGANIZATION: 'acme' },
      'TF_CLOUD_ORGANIZATION is "acme", but the state of dev is in the organization "fjord". Unset TF_CLOUD_ORGANIZATION, or change `state` in environments/dev.ts.',
    ],
    [
      'a TF_WORKSPACE other than "default" if the state is not in Terraform Cloud',
      undefined,
      { TF_WORKSPACE: 'other' },
      'TF_WORKSPACE is "other", so Terraform would use another, empty state of dev. Unset TF_WORKSPACE: environments/dev.ts says where the state is.',
    ],
  ])('rejects %s', (_what, own, variables, message) => {
    expect(() => checkWorkspaceVariables('dev', own, variables)).toThrow(message);
  });

  it.each([
    [
      'variables that name the workspace and its organization',
      workspace,
      { TF_WORKSPACE: 'eight-digit-dev', TF_CLOUD_ORGANIZATION: 'fjord' },
    ],
    ['an empty TF_WORKSPACE', workspace, { TF_WORKSPACE: '' }],
    [
      'the workspace "default" if the state is not in Terraform Cloud',
      undefined,
      { TF_WORKSPACE: 'default', TF_CLOUD_ORGANIZATION: 'acme' },
    ],
  ])('accepts %s', (_, own, variables) => {
    expect(() => checkWorkspaceVariables('dev', own, variables)).not.toThrow();
  });
});
