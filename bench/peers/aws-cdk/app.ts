/**
 * An AWS CDK app that defines the same environments as this project, for the benchmark `synth`. It uses `aws-ecs-patterns` where possible.
 * It has one stack per environment, and writes CloudFormation to `cdk.out` in the current folder. The benchmark installs its packages into
 * a temporary folder. Therefore this file is not compiled with the others.
 */
import {
  App,
  aws_autoscaling as autoscaling,
  aws_cloudfront as cloudfront,
  aws_cloudwatch as cloudwatch,
  Duration,
  aws_dynamodb as dynamodb,
  aws_ec2 as ec2,
  aws_ecr as ecr,
  aws_ecs as ecs,
  aws_iam as iam,
  aws_elasticloadbalancingv2 as loadBalancing,
  aws_logs as logs,
  aws_cloudfront_origins as origins,
  aws_ecs_patterns as patterns,
  RemovalPolicy,
  aws_rds as rds,
  Stack,
  aws_s3 as s3,
  aws_sns as sns,
  aws_wafv2 as wafv2,
} from 'aws-cdk-lib';

const app = new App({ outdir: 'cdk.out' });
const env = { account: '123456789012', region: 'eu-central-1' };

function defineTable(stack: Stack): dynamodb.Table {
  const table = new dynamodb.Table(stack, 'entries', {
    partitionKey: { name: 'username', type: dynamodb.AttributeType.STRING },
    sortKey: { name: 'timestamp', type: dynamodb.AttributeType.STRING },
    billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    timeToLiveAttribute: 'expires',
  });
  table.addGlobalSecondaryIndex({
    indexName: 'latest',
    partitionKey: { name: 'feed', type: dynamodb.AttributeType.STRING },
    sortKey: { name: 'timestamp', type: dynamodb.AttributeType.STRING },
  });
  return table;
}

/** Creates the image repository and the log group of the container, and returns the properties of the container. */
function containerOf(stack: Stack, table: dynamodb.Table) {
  const repository = new ecr.Repository(stack, 'repository', { imageScanOnPush: true });
  const logGroup = new logs.LogGroup(stack, 'logs', { retention: logs.RetentionDays.ONE_MONTH });
  return {
    image: ecs.ContainerImage.fromEcrRepository(repository, '1'),
    containerPort: 5000,
    logging: ecs.LogDrivers.awsLogs({ logGroup, streamPrefix: 'app' }),
    environment: { DYNAMO_TABLE: table.tableName },
  };
}

function defineAlarms(stack: Stack, service: patterns.ApplicationLoadBalancedServiceBase, table: dynamodb.Table): void {
  const topic = new sns.Topic(stack, 'alarms');
  const metrics = {
    errors: service.loadBalancer.metrics.httpCodeTarget(loadBalancing.HttpCodeTarget.TARGET_5XX_COUNT),
    unhealthy: service.targetGroup.metrics.unhealthyHostCount(),
    slow: service.targetGroup.metrics.targetResponseTime(),
    throttled: table.metricThrottledRequestsForOperations({ operations: [dynamodb.Operation.PUT_ITEM] }),
  };
  for (const [id, metric] of Object.entries(metrics)) {
    new cloudwatch.Alarm(stack, `${id}-alarm`, { metric, threshold: 1, evaluationPeriods: 2 }).addAlarmAction({
      bind: () => ({ alarmActionArn: topic.topicArn }),
    });
  }
  new cloudwatch.Dashboard(stack, 'dashboard', {
    widgets: [Object.values(metrics).map((metric) => new cloudwatch.GraphWidget({ left: [metric] }))],
  });
}

function defineDev(): void {
  const stack = new Stack(app, 'dev', { env });
  const table = defineTable(stack);
  const vpc = new ec2.Vpc(stack, 'vpc', {
    natGateways: 0,
    subnetConfiguration: [{ name: 'public', subnetType: ec2.SubnetType.PUBLIC }],
    flowLogs: { all: {} },
  });
  vpc.addGatewayEndpoint('dynamodb', { service: ec2.GatewayVpcEndpointAwsService.DYNAMODB });
  const taskDefinition = new ecs.FargateTaskDefinition(stack, 'task', { cpu: 256, memoryLimitMiB: 512 });
  const { containerPort, ...container } = containerOf(stack, table);
  taskDefinition.addContainer('app', { ...container, portMappings: [{ containerPort }] });
  table.grantReadWriteData(taskDefinition.taskRole);
  const cluster = new ecs.Cluster(stack, 'cluster', { vpc });
  const service = new ecs.FargateService(stack, 'service', { cluster, taskDefinition, assignPublicIp: true });
  service.connections.allowFromAnyIpv4(ec2.Port.tcp(containerPort));
}

function defineStaging(): void {
  const stack = new Stack(app, 'staging', { env });
  const table = defineTable(stack);
  const vpc = new ec2.Vpc(stack, 'vpc', {
    natGateways: 0,
    subnetConfiguration: [{ name: 'public', subnetType: ec2.SubnetType.PUBLIC }],
  });
  const { logging, ...container } = containerOf(stack, table);
  const service = new patterns.ApplicationLoadBalancedFargateService(stack, 'service', {
    vpc,
    cpu: 256,
    memoryLimitMiB: 512,
    desiredCount: 2,
    assignPublicIp: true,
    circuitBreaker: { rollback: true },
    taskImageOptions: { ...container, logDriver: logging },
  });
  service.targetGroup.configureHealthCheck({ path: '/ready', interval: Duration.seconds(10) });
  const scaling = service.service.autoScaleTaskCount({ minCapacity: 2, maxCapacity: 4 });
  scaling.scaleOnCpuUtilization('cpu', { targetUtilizationPercent: 60 });
  scaling.scaleOnRequestCount('requests', { requestsPerTarget: 1_000, targetGroup: service.targetGroup });
  table.grantReadWriteData(service.taskDefinition.taskRole);
  defineAlarms(stack, service, table);
}

/** Defines a cluster with its hosts. */
function defineHosts(stack: Stack, vpc: ec2.Vpc): ecs.Cluster {
  const cluster = new ecs.Cluster(stack, 'cluster', { vpc });
  const hosts = new autoscaling.AutoScalingGroup(stack, 'hosts', {
    vpc,
    launchTemplate: new ec2.LaunchTemplate(stack, 'template', {
      instanceType: new ec2.InstanceType('t4g.small'),
      machineImage: ecs.EcsOptimizedImage.amazonLinux2023(ecs.AmiHardwareType.ARM),
      userData: ec2.UserData.forLinux(),
      securityGroup: new ec2.SecurityGroup(stack, 'hosts-group', { vpc }),
      role: new iam.Role(stack, 'hosts-role', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') }),
    }),
    minCapacity: 2,
    maxCapacity: 4,
  });
  cluster.addAsgCapacityProvider(new ecs.AsgCapacityProvider(stack, 'capacity', { autoScalingGroup: hosts }));
  return cluster;
}

/** Defines the stores of profiles. */
function defineProfiles(stack: Stack, vpc: ec2.Vpc) {
  const uploads = new s3.Bucket(stack, 'uploads', {
    blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
    encryption: s3.BucketEncryption.S3_MANAGED,
    enforceSSL: true,
    versioned: true,
    removalPolicy: RemovalPolicy.RETAIN,
  });
  const files = new dynamodb.Table(stack, 'files', {
    partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING },
    billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
  });
  const database = new rds.DatabaseInstance(stack, 'database', {
    engine: rds.DatabaseInstanceEngine.postgres({ version: rds.PostgresEngineVersion.VER_17 }),
    instanceType: new ec2.InstanceType('t4g.micro'),
    vpc,
    allocatedStorage: 20,
    maxAllocatedStorage: 100,
    iamAuthentication: true,
    deletionProtection: true,
  });
  return { uploads, files, database };
}

/** Defines the firewall and CloudFront. */
function defineEdge(stack: Stack, service: patterns.ApplicationLoadBalancedServiceBase): void {
  const webAcl = new wafv2.CfnWebACL(stack, 'firewall', {
    scope: 'REGIONAL',
    defaultAction: { allow: {} },
    visibilityConfig: { cloudWatchMetricsEnabled: true, metricName: 'firewall', sampledRequestsEnabled: true },
    rules: [],
  });
  new wafv2.CfnWebACLAssociation(stack, 'association', {
    resourceArn: service.loadBalancer.loadBalancerArn,
    webAclArn: webAcl.attrArn,
  });
  new cloudfront.Distribution(stack, 'cdn', {
    defaultBehavior: { origin: origins.VpcOrigin.withApplicationLoadBalancer(service.loadBalancer) },
  });
}

function defineProd(): void {
  const stack = new Stack(app, 'prod', { env });
  const table = defineTable(stack);
  const vpc = new ec2.Vpc(stack, 'vpc', { natGateways: 1, maxAzs: 2, flowLogs: { all: {} } });
  vpc.addGatewayEndpoint('dynamodb', { service: ec2.GatewayVpcEndpointAwsService.DYNAMODB });
  vpc.addGatewayEndpoint('s3', { service: ec2.GatewayVpcEndpointAwsService.S3 });
  const cluster = defineHosts(stack, vpc);
  const { uploads, files, database } = defineProfiles(stack, vpc);
  const { logging, ...container } = containerOf(stack, table);
  const service = new patterns.ApplicationLoadBalancedEc2Service(stack, 'service', {
    cluster,
    cpu: 256,
    memoryLimitMiB: 512,
    desiredCount: 2,
    publicLoadBalancer: false,
    circuitBreaker: { rollback: true },
    taskImageOptions: {
      ...container,
      logDriver: logging,
      environment: { ...container.environment, UPLOADS_BUCKET: uploads.bucketName, UPLOADS_TABLE: files.tableName },
    },
  });
  const scaling = service.service.autoScaleTaskCount({ minCapacity: 2, maxCapacity: 4 });
  scaling.scaleOnCpuUtilization('cpu', { targetUtilizationPercent: 60 });
  const { taskRole } = service.taskDefinition;
  for (const granted of [table, files]) granted.grantReadWriteData(taskRole);
  uploads.grantReadWrite(taskRole);
  database.grantConnect(taskRole, 'app');
  database.connections.allowDefaultPortFrom(service.service);
  defineEdge(stack, service);
  defineAlarms(stack, service, table);
}

defineDev();
defineStaging();
defineProd();
app.synth();
