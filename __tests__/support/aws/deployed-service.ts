import type { Account, Values } from '@eight-digit/offline-aws-provider';
import { AwsFault, type FakeAws, type Input } from './fake-aws';

/** A stopped ECS task, with the log of its container. */
export interface StoppedTask {
  readonly id: string;
  readonly reason: string;
  readonly exitCode?: number;
  readonly container?: string;
  readonly log?: readonly string[];
}

export interface DeployedServiceProps {
  readonly account: Account;
  /** The URL of the registry that `ecr:GetAuthorizationToken` returns, for example `http://127.0.0.1:5000`. */
  readonly registry: string;
  /** The public IP address of every running task. @default 127.0.0.1 */
  readonly publicIp?: string;
}

/** A deployment as `ecs:DescribeServices` lists it. */
interface FakeDeployment {
  readonly status: string;
  readonly taskDefinition: unknown;
  readonly rolloutState: string;
  readonly rolloutStateReason?: string;
  readonly runningCount: number;
}

/**
 * Makes the fake AWS describe the service that Terraform has created in the offline provider's account. This includes the login to the
 * registry, the parameter with the deployed image, the logs and the IP addresses. Tests simulate events by setting the fields of this
 * class.
 */
export class DeployedService {
  /**
   * The tasks that stop during the next deployment. The first `ecs:ListTasks` response does not list them yet, because the commands ignore
   * tasks that stopped before the deployment.
   */
  stopped: StoppedTask[] = [];
  events: string[] = [];
  /** The ARN of the deployment in progress. Undefined if none is in progress. */
  runningDeployment: string | undefined;
  /** The reason that ECS reports for a failed deployment. */
  failureReason = 'ECS deployment circuit breaker: tasks failed to start.';
  /** The digests of images that a test has deleted from the repository. `ecr:DescribeImages` omits these images. */
  readonly deletedImages = new Set<string>();
  /** All revisions of the task definition by ARN. ECS keeps the revisions that Terraform has replaced. */
  readonly #taskDefinitions = new Map<unknown, Values>();
  /** All values that the image parameter has had, the oldest first. */
  readonly images: string[] = [];
  readonly #shownBefore = new Set<StoppedTask[]>();
  /** The ARN of the last task definition that became healthy. Undefined if none did. */
  #healthy: unknown;
  /** The ARNs of the task definitions that did not become healthy. */
  readonly #unhealthy = new Set<unknown>();

  constructor(
    aws: FakeAws,
    private readonly props: DeployedServiceProps,
  ) {
    aws.define({
      'sts:GetCallerIdentity': () => ({
        Account: props.account.id,
        Arn: `arn:aws:sts::${props.account.id}:assumed-role/admin/someone`,
        UserId: 'A',
      }),
      'ecr:GetAuthorizationToken': () => ({
        authorizationData: [
          { authorizationToken: Buffer.from('AWS:secret').toString('base64'), proxyEndpoint: props.registry },
        ],
      }),
      'ecs:DescribeServices': () => ({ services: this.#services(), failures: [] }),
      'ecs:DescribeTaskDefinition': (input) => ({ taskDefinition: this.#taskDefinition(input) }),
      'ecs:ListTasks': ({ desiredStatus }) => ({
        taskArns: desiredStatus === 'STOPPED' ? this.#stoppedTasks() : this.#running(),
      }),
      'ecs:DescribeTasks': ({ tasks }) => ({ tasks: (tasks as string[]).map((arn) => this.#task(arn)), failures: [] }),
      'ecs:ListServiceDeployments': () => ({
        serviceDeployments: this.runningDeployment ? [{ serviceDeploymentArn: this.runningDeployment }] : [],
      }),
      'ecs:StopServiceDeployment': ({ serviceDeploymentArn }) => {
        this.runningDeployment = undefined;
        return { serviceDeploymentArn };
      },
      'ssm:GetParameterHistory': () => ({ Parameters: this.#history() }),
      'ecr:DescribeImages': () => ({ imageDetails: this.#storedImages() }),
      'cloudwatch:DescribeAlarms': () => ({ MetricAlarms: [] }),
      'logs:FilterLogEvents': () => ({ events: [{ eventId: '1', message: 'listening', timestamp: Date.now() }] }),
      'servicequotas:GetServiceQuota': () => ({ Quota: { Value: 5 } }),
      'ec2:DescribeVpcs': () => ({ vpcSet: [{ vpcId: 'vpc-default' }] }),
      'logs:GetLogEvents': ({ logStreamName }) => ({ events: this.#log(String(logStreamName)) }),
      'ec2:DescribeNetworkInterfaces': () => ({
        networkInterfaceSet: [
          { networkInterfaceId: 'eni-1', association: { publicIp: props.publicIp ?? '127.0.0.1' } },
        ],
      }),
    });
  }

  /** The service in the account of the offline provider. Undefined if Terraform has not created it. */
  get service(): Values | undefined {
    return this.props.account.resources('aws_ecs_service')[0];
  }

  #services(): object[] {
    const { service } = this;
    this.#rememberImage();
    if (!service) return [];
    for (const definition of this.props.account.resources('aws_ecs_task_definition'))
      this.#taskDefinitions.set(definition.arn, definition);
    const deployments = this.#deployments(service);
    return [
      {
        serviceName: service.name,
        status: 'ACTIVE',
        desiredCount: 1,
        runningCount: deployments.reduce((sum, { runningCount }) => sum + runningCount, 0),
        deployments,
        events: this.events
          .map((message, index) => ({ id: String(index), createdAt: Date.now() / 1000, message }))
          .reverse(),
      },
    ];
  }

  /** Returns the deployments of the service as `ecs:DescribeServices` lists them, the primary deployment first. */
  #deployments({ task_definition: taskDefinition }: Values): FakeDeployment[] {
    const failed = { rolloutState: 'FAILED', rolloutStateReason: this.failureReason, runningCount: 0 };
    const serving = { rolloutState: 'COMPLETED', runningCount: 1 };
    if (this.runningDeployment !== undefined) {
      const begun = { status: 'PRIMARY', taskDefinition, rolloutState: 'IN_PROGRESS', runningCount: 0 };
      return this.#healthy === undefined
        ? [begun]
        : [begun, { status: 'ACTIVE', taskDefinition: this.#healthy, ...serving }];
    }
    const rollsBack = this.props.account.deployments !== 'succeed';
    // Terraform writes the image parameter only after the service has become healthy. So a parameter with this image means success.
    if (this.#imageOf(taskDefinition) === this.images.at(-1)) {
      this.#healthy = taskDefinition;
      this.#unhealthy.delete(taskDefinition);
    } else if (rollsBack) this.#unhealthy.add(taskDefinition);
    if (this.#unhealthy.has(taskDefinition)) return [{ status: 'PRIMARY', taskDefinition, ...failed }];
    const primary = { status: 'PRIMARY', taskDefinition, ...serving };
    return rollsBack ? [primary, { status: 'ACTIVE', taskDefinition: 'failed', ...failed }] : [primary];
  }

  #imageOf(taskDefinition: unknown): unknown {
    const definition = this.#taskDefinitions.get(taskDefinition);
    return definition && JSON.parse(String(definition.container_definitions))[0].image;
  }

  #history(): object[] {
    if (this.#rememberImage() === undefined) throw new AwsFault('ParameterNotFound', 'The parameter does not exist.');
    return this.images.map((Value, index) => ({
      Value,
      LastModifiedDate: 1_764_000_000 + index,
      LastModifiedUser: 'arn:aws:sts::123456789012:assumed-role/admin/someone',
    }));
  }

  /**
   * Appends the current value of the image parameter to `images` if the value has changed. Every method that uses `images` calls this
   * first.
   * @returns the current value; undefined if the parameter does not exist
   */
  #rememberImage(): unknown {
    const parameter = this.props.account
      .resources('aws_ssm_parameter')
      .find(({ name }) => /\/deployed\/image$/.test(String(name)));
    const value = parameter?.insecure_value;
    if (typeof value === 'string' && this.images.at(-1) !== value) this.images.push(value);
    return value;
  }

  /** Returns the deployed images that have not been deleted. The tag of each image contains the first characters of its digest. */
  #storedImages(): object[] {
    const digests = [...new Set(this.images)].flatMap((image) => /sha256:.*/.exec(image)?.[0] ?? []);
    return digests
      .filter((imageDigest) => !this.deletedImages.has(imageDigest))
      .map((imageDigest) => ({ imageDigest, imageTags: [`of-${imageDigest.slice(7, 11)}`] }));
  }

  #stoppedTasks(): string[] {
    if (this.#shownBefore.has(this.stopped)) return this.stopped.map(({ id }) => arnOf(id));
    this.#shownBefore.add(this.stopped);
    return [];
  }

  #taskDefinition({ taskDefinition }: Input): object {
    const found = this.#taskDefinitions.get(taskDefinition);
    if (!found) throw new AwsFault('ClientException', 'Unable to describe task definition.');
    return { taskDefinitionArn: found.arn, containerDefinitions: JSON.parse(String(found.container_definitions)) };
  }

  #running(): string[] {
    if (!this.service) return [];
    return this.#deployments(this.service).some(({ runningCount }) => runningCount > 0) ? [arnOf('running')] : [];
  }

  #task(taskArn: string): object {
    const stopped = this.stopped.find(({ id }) => arnOf(id) === taskArn);
    if (!stopped) {
      const details = [{ name: 'networkInterfaceId', value: 'eni-1' }];
      return {
        taskArn,
        lastStatus: 'RUNNING',
        healthStatus: 'HEALTHY',
        attachments: [{ type: 'ElasticNetworkInterface', details }],
        containers: [],
      };
    }
    const { reason, exitCode, container = 'app' } = stopped;
    return { taskArn, lastStatus: 'STOPPED', stoppedReason: reason, containers: [{ name: container, exitCode }] };
  }

  #log(logStreamName: string): object[] {
    const found = this.stopped.find(({ id, container = 'app' }) => logStreamName === `${container}/${container}/${id}`);
    if (!found) throw new AwsFault('ResourceNotFoundException', 'The specified log stream does not exist.');
    return (found.log ?? []).map((message, index) => ({ message, timestamp: index }));
  }
}

function arnOf(id: string): string {
  return `arn:aws:ecs:eu-central-1:123456789012:task/cluster/${id}`;
}
