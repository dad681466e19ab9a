import { formatLeftovers, leftoverOf } from '../../../tools/destroy/leftover';

const arn = (resource: string) => resource.replace(':', ':eu-central-1:123456789012:').replace(/^/, 'arn:aws:');
const region = '--region eu-central-1';

describe('Resource that remains after npm run destroy', () => {
  it.each([
    ['rds:snapshot:prod-final', `aws rds delete-db-snapshot --db-snapshot-identifier prod-final ${region}`],
    [
      'rds:auto-backup:ab-1',
      `aws rds delete-db-instance-automated-backup --db-instance-automated-backups-arn ${arn('rds:auto-backup:ab-1')} ${region}`,
    ],
    ['ec2:snapshot/snap-1', `aws ec2 delete-snapshot --snapshot-id snap-1 ${region}`],
    ['logs:log-group:/ecs/a-dev', `aws logs delete-log-group --log-group-name /ecs/a-dev ${region}`],
    ['ssm:parameter/a/dev/b', `aws ssm delete-parameter --name /a/dev/b ${region}`],
    [
      'secretsmanager:secret:rds!db-1',
      `aws secretsmanager delete-secret --force-delete-without-recovery --secret-id '${arn('secretsmanager:secret:rds!db-1')}' ${region}`,
    ],
  ])('is listed with the command that deletes it: %s', (resource, command) => {
    expect(leftoverOf(arn(resource), 'eu-central-1').remedy).toBe(command);
  });

  it('is listed with a command for its own region, such as us-east-1 for logs of CloudFront', () => {
    const group = 'arn:aws:logs:us-east-1:123456789012:log-group:aws-waf-logs-a-prod';
    expect(leftoverOf(group, 'eu-central-1').remedy).toMatch(/ --region us-east-1$/);
  });

  it.each(['ec2:instance/i-1', 'ec2:natgateway/nat-1', 'ecs:service/a/b'])(
    'is listed without a command if its type stays listed for about an hour after the deletion: %s',
    (resource) => {
      const { remedy, why } = leftoverOf(arn(resource), 'eu-central-1');
      expect(remedy).toBeUndefined();
      expect(why).toMatch(/^AWS lists a deleted resource for about an hour\./);
    },
  );

  it('of an unknown type is listed with its ARN and a note that it may already be deleted', () => {
    expect(formatLeftovers([leftoverOf(arn('ec2:vpc/vpc-1'), 'eu-central-1')])).toBe(
      `  other resources of ec2: 1
    The resource is not in Terraform's state. AWS may list a deleted resource by its tags for some hours. If the resource still exists after that, delete it in the console.
    arn:aws:ec2:eu-central-1:123456789012:vpc/vpc-1`,
    );
  });
});
