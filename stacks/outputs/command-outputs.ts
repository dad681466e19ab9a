import { Fn } from 'cdktf';
import type { Environment } from '../environment';
import { refreshPreferences } from '../hosts/autoscaling-group';
import type { Hosts } from '../hosts/hosts';
import type { DeployedImage } from '../image/deployed-image';
import type { ImageRepository } from '../image/image-repository';
import type { Service } from '../service/service';

export interface CommandOutputsProps {
  readonly environment: Environment;
  readonly images: ImageRepository;
  readonly deployed: DeployedImage;
  readonly service: Service;
  /** The EC2 instances that run the tasks. @default none: the tasks run on Fargate */
  readonly hosts?: Hosts;
  /** The script that opens psql on the database of profiles. @default none: the environment has no profiles */
  readonly openPsql?: string;
}

/** Returns the outputs with commands for people. Their names are verbs, as in `terraform output -raw follow_log | sh`. */
export function commandOutputs({ environment, images, deployed, service, hosts, openPsql }: CommandOutputsProps) {
  const { region } = environment;
  const registry = Fn.element(Fn.split('/', images.url), 0);
  return {
    log_in_to_ecr: {
      value: `aws ecr get-login-password --region ${region} | docker login --username AWS --password-stdin ${registry}`,
      description: 'A command that logs Docker in to the ECR repository for 12 hours',
    },
    list_deployments: {
      value: `aws ssm get-parameter-history --region ${region} --name ${deployed.parameterName} --query "reverse(Parameters)[].[LastModifiedDate,Value]" --output text`,
      description: 'A command that prints the time and the image of every successful deployment, latest first',
    },
    follow_log: {
      value: `aws logs tail ${service.logGroupName} --region ${region} --since 15m --follow`,
      description: "A command that prints the app's log and follows it",
    },
    ...(openPsql && {
      open_psql: {
        value: openPsql,
        description:
          'A script that opens psql on the database of profiles: sh -c "$(terraform output -raw open_psql)". For another database, set DB_ENDPOINT and DB_SECRET',
      },
    }),
    ...(hosts && {
      renew_hosts: {
        value: `aws autoscaling start-instance-refresh --region ${region} --auto-scaling-group-name ${hosts.autoscalingGroupName} --preferences ${refreshPreferencesText()}`,
        description:
          "A command that replaces every host with one that runs AWS's latest machine image. Tasks move to a new host first",
      },
    }),
  };
}

/** Returns the preferences for the command line, which expects the property names of AWS's API: they start with a capital letter. */
function refreshPreferencesText(): string {
  return Object.entries(refreshPreferences)
    .map(([name, value]) => `${name.replace(/^./, (letter) => letter.toUpperCase())}=${value}`)
    .join();
}
