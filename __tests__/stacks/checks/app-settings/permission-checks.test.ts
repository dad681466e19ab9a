import { appErrors } from '../../../support/stacks/settings-errors';

describe('App permission', () => {
  const permission = (action: string, resource: string) =>
    appErrors({ permissions: [{ actions: [action], resources: [resource] }] });

  it.each([
    ['s3:GetObject', 'arn:aws:s3:::reports/*'],
    ['cloudwatch:PutMetricData', '*'],
  ])('may allow the action %s on %s', (action, resource) => {
    expect(permission(action, resource)).toEqual([]);
  });

  it.each([
    ['s3:*', 'arn:aws:s3:::a', 'actions.0 is "s3:*". Use one action without a wildcard'],
    ['GetObject', 'arn:aws:s3:::a', 'actions.0 is "GetObject". Use one action'],
    [
      'iam:PassRole',
      'arn:aws:iam::123456789012:role/a',
      'actions.0 is "iam:PassRole". The app is not allowed to change',
    ],
    ['s3:GetObject', 'reports', 'resources.0 is "reports". Use an ARN'],
    ['s3:GetObject', 'arn:aws:s3:::$' + '{x}', 'resources.0 is "arn:aws:s3:::$' + '{x}". Use an ARN'],
  ])('must not allow the action %s on %s', (action, resource, message) => {
    expect(permission(action, resource)).toEqual([expect.stringContaining(`app.permissions.0.${message}`)]);
  });

  it('must name at least one action and one resource', () => {
    expect(appErrors({ permissions: [{ actions: [], resources: [] }] })).toHaveLength(2);
  });
});
