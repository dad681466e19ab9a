import { permissionHint } from '../../../tools/terraform/permission-hint';

describe('permissionHint', () => {
  it.each([
    [
      'of IAM',
      'User: arn:aws:sts::123456789012:assumed-role/ci/1 is not authorized to perform: dynamodb:CreateTable on resource: arn',
      'dynamodb:CreateTable',
    ],
    [
      'of EC2, over several lines',
      '│ UnauthorizedOperation: You are not authorized to perform this operation. User: ci is not authorized to\n│ perform: ec2:CreateVpc on resource',
      'ec2:CreateVpc',
    ],
  ])('names the command that explains the denied action in an error %s', (_of, error, action) => {
    expect(permissionHint(error, 'dev')).toContain(`npm run permissions dev -- --explain ${action}.`);
  });

  it('returns undefined for other errors', () => {
    expect(permissionHint('creating VPC: VpcLimitExceeded', 'dev')).toBeUndefined();
  });
});
