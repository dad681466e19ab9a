/** The AWS API operations that the AWS provider calls for one type of resource or data source. */
export interface ProviderOperations {
  /** The operations to create, read, update, tag and delete the resources of the stacks, as in `ec2: CreateVpc DeleteVpc`. */
  readonly calls: readonly string[];
  /** By argument, the operations that the provider calls only if the argument is set. No stack sets these arguments. */
  readonly ifSet?: Readonly<Record<string, string>>;
  /** The operations for which the provider needs no permission. The keys are the reasons. */
  readonly notNeeded?: Readonly<Record<string, string>>;
  /** Actions that the provider does not call itself, but that AWS checks while it handles another call. */
  readonly checkedByAws?: readonly string[];
}

const ec2Tags = 'CreateTags DeleteTags';
const tags = 'TagResource UntagResource';
const balancerTags = 'DescribeTags AddTags RemoveTags';
const lingering = {
  'only network interfaces of Lambda, DMS and Comprehend are deleted':
    'ec2: DetachNetworkInterface DeleteNetworkInterface',
};
const ruleCalls = (direction: string) => ({
  calls: [
    `ec2: AuthorizeSecurityGroup${direction} DescribeSecurityGroupRules ModifySecurityGroupRules RevokeSecurityGroup${direction} ${ec2Tags}`,
  ],
});

/**
 * The operations that the provider calls, by type. A test compares them with the rows of packages/aws-permissions, so they were collected
 * independently, from the source code of the provider. packages/aws-permissions/README.md says how.
 * https://github.com/hashicorp/terraform-provider-aws/tree/v6.25.0/internal/service
 */
export const providerOperations: Readonly<Record<string, ProviderOperations>> = {
  // Network
  aws_default_security_group: {
    calls: [`ec2: DescribeSecurityGroups RevokeSecurityGroupEgress RevokeSecurityGroupIngress ${ec2Tags}`],
    ifSet: { ingress: 'ec2: AuthorizeSecurityGroupIngress', egress: 'ec2: AuthorizeSecurityGroupEgress' },
  },
  aws_eip: {
    calls: [
      `ec2: AllocateAddress DescribeAddresses DescribeAddressesAttribute DisassociateAddress ReleaseAddress ${ec2Tags}`,
    ],
    ifSet: { instance: 'ec2: AssociateAddress', network_interface: 'ec2: AssociateAddress' },
  },
  aws_internet_gateway: {
    calls: [
      `ec2: CreateInternetGateway AttachInternetGateway DescribeInternetGateways DetachInternetGateway DeleteInternetGateway ${ec2Tags}`,
    ],
  },
  aws_nat_gateway: {
    calls: [`ec2: CreateNatGateway DescribeNatGateways DeleteNatGateway ${ec2Tags}`],
    ifSet: {
      secondary_allocation_ids: 'ec2: AssociateNatGatewayAddress DisassociateNatGatewayAddress',
      secondary_private_ip_addresses: 'ec2: AssignPrivateNatGatewayAddress UnassignPrivateNatGatewayAddress',
    },
  },
  aws_route: { calls: ['ec2: CreateRoute DescribeRouteTables ReplaceRoute DeleteRoute'] },
  aws_route_table: {
    calls: [`ec2: CreateRouteTable DescribeRouteTables DisassociateRouteTable DeleteRouteTable ${ec2Tags}`],
    ifSet: {
      route: 'ec2: CreateRoute ReplaceRoute DeleteRoute',
      propagating_vgws: 'ec2: EnableVgwRoutePropagation DisableVgwRoutePropagation',
    },
  },
  aws_route_table_association: {
    calls: ['ec2: AssociateRouteTable DescribeRouteTables ReplaceRouteTableAssociation DisassociateRouteTable'],
  },
  aws_security_group: {
    calls: [
      `ec2: CreateSecurityGroup DescribeSecurityGroups RevokeSecurityGroupEgress RevokeSecurityGroupIngress DescribeNetworkInterfaces DeleteSecurityGroup ${ec2Tags}`,
    ],
    ifSet: { ingress: 'ec2: AuthorizeSecurityGroupIngress', egress: 'ec2: AuthorizeSecurityGroupEgress' },
    notNeeded: lingering,
  },
  aws_subnet: {
    calls: [
      `ec2: CreateSubnet DescribeSubnets ModifySubnetAttribute DescribeNetworkInterfaces DeleteSubnet ${ec2Tags}`,
    ],
    ifSet: { ipv6_cidr_block: 'ec2: AssociateSubnetCidrBlock DisassociateSubnetCidrBlock' },
    notNeeded: lingering,
  },
  aws_vpc: {
    calls: [
      `ec2: CreateVpc DescribeVpcs DescribeVpcAttribute DescribeNetworkAcls DescribeRouteTables DescribeSecurityGroups ModifyVpcAttribute DeleteVpc ${ec2Tags}`,
    ],
    ifSet: {
      instance_tenancy: 'ec2: ModifyVpcTenancy',
      assign_generated_ipv6_cidr_block: 'ec2: AssociateVpcCidrBlock DisassociateVpcCidrBlock',
      ipv4_ipam_pool_id: 'ec2: GetIpamPoolAllocations',
      ipv6_ipam_pool_id: 'ec2: AssociateVpcCidrBlock DisassociateVpcCidrBlock GetIpamPoolAllocations',
    },
  },
  aws_vpc_endpoint: {
    calls: [
      `ec2: CreateVpcEndpoint DescribeVpcEndpoints DescribePrefixLists ModifyVpcEndpoint DeleteVpcEndpoints ${ec2Tags}`,
    ],
    ifSet: { auto_accept: 'ec2: AcceptVpcEndpointConnections' },
  },
  aws_flow_log: {
    calls: [`ec2: CreateFlowLogs DescribeFlowLogs DeleteFlowLogs ${ec2Tags}`],
    checkedByAws: ['iam: PassRole'],
  },
  aws_vpc_security_group_egress_rule: ruleCalls('Egress'),
  aws_vpc_security_group_ingress_rule: ruleCalls('Ingress'),

  // EC2 instances
  aws_autoscaling_group: {
    calls: [
      'autoscaling: CreateAutoScalingGroup DescribeAutoScalingGroups UpdateAutoScalingGroup DeleteAutoScalingGroup CreateOrUpdateTags DeleteTags EnableMetricsCollection DisableMetricsCollection DescribeScalingActivities StartInstanceRefresh CancelInstanceRefresh DescribeInstanceRefreshes',
    ],
    ifSet: {
      initial_lifecycle_hook: 'autoscaling: PutLifecycleHook',
      load_balancers: 'autoscaling: AttachLoadBalancers DetachLoadBalancers DescribeLoadBalancers',
      target_group_arns:
        'autoscaling: AttachLoadBalancerTargetGroups DetachLoadBalancerTargetGroups DescribeLoadBalancerTargetGroups',
      traffic_source: 'autoscaling: AttachTrafficSources DetachTrafficSources DescribeTrafficSources',
      suspended_processes: 'autoscaling: SuspendProcesses ResumeProcesses',
      warm_pool: 'autoscaling: PutWarmPool DeleteWarmPool DescribeWarmPool',
    },
    notNeeded: { 'with force_delete, the group is not drained first': 'autoscaling: SetInstanceProtection' },
    checkedByAws: ['ec2: RunInstances CreateTags', 'iam: PassRole CreateServiceLinkedRole', 'ssm: GetParameters'],
  },
  aws_ecs_capacity_provider: {
    calls: [
      `ecs: CreateCapacityProvider DescribeCapacityProviders UpdateCapacityProvider DeleteCapacityProvider ${tags}`,
    ],
  },
  aws_iam_instance_profile: {
    calls: [
      'iam: CreateInstanceProfile GetInstanceProfile GetRole AddRoleToInstanceProfile RemoveRoleFromInstanceProfile DeleteInstanceProfile TagInstanceProfile UntagInstanceProfile',
    ],
    checkedByAws: ['iam: PassRole'],
  },
  aws_instance: {
    calls: [
      `ec2: RunInstances DescribeInstances DescribeInstanceAttribute DescribeInstanceCreditSpecifications DescribeInstanceTypes DescribeVolumes DescribeLaunchTemplates DescribeLaunchTemplateVersions ModifyInstanceAttribute TerminateInstances ${ec2Tags}`,
    ],
    ifSet: {
      iam_instance_profile:
        'ec2: AssociateIamInstanceProfile DescribeIamInstanceProfileAssociations DisassociateIamInstanceProfile ReplaceIamInstanceProfileAssociation',
      instance_type: 'ec2: StopInstances StartInstances',
      user_data: 'ec2: StopInstances StartInstances',
      user_data_base64: 'ec2: StopInstances StartInstances',
      vpc_security_group_ids: 'ec2: ModifyNetworkInterfaceAttribute',
      source_dest_check: 'ec2: ModifyNetworkInterfaceAttribute',
      maintenance_options: 'ec2: ModifyInstanceMaintenanceOptions',
      metadata_options: 'ec2: ModifyInstanceMetadataOptions',
      monitoring: 'ec2: MonitorInstances UnmonitorInstances',
      credit_specification: 'ec2: ModifyInstanceCreditSpecification',
      root_block_device: 'ec2: ModifyVolume',
      capacity_reservation_specification: 'ec2: ModifyInstanceCapacityReservationAttributes',
      private_dns_name_options: 'ec2: ModifyPrivateDnsNameOptions',
      get_password_data: 'ec2: GetPasswordData',
    },
    checkedByAws: ['iam: PassRole', 'ssm: GetParameters'],
  },
  aws_launch_template: {
    calls: [
      `ec2: CreateLaunchTemplate DescribeLaunchTemplates DescribeLaunchTemplateVersions CreateLaunchTemplateVersion ModifyLaunchTemplate DeleteLaunchTemplate ${ec2Tags}`,
    ],
  },

  // ECS and ECR
  aws_ecr_lifecycle_policy: { calls: ['ecr: PutLifecyclePolicy GetLifecyclePolicy DeleteLifecyclePolicy'] },
  aws_ecr_repository: {
    calls: [
      `ecr: CreateRepository DescribeRepositories ListTagsForResource PutImageTagMutability PutImageScanningConfiguration DeleteRepository ${tags}`,
    ],
  },
  aws_ecs_cluster: {
    calls: [`ecs: CreateCluster DescribeClusters UpdateCluster DeleteCluster ${tags}`],
    checkedByAws: ['iam: CreateServiceLinkedRole'],
  },
  aws_ecs_cluster_capacity_providers: { calls: ['ecs: PutClusterCapacityProviders DescribeClusters'] },
  aws_ecs_service: {
    calls: [
      `ecs: CreateService DescribeServices UpdateService DeleteService ListServiceDeployments DescribeServiceDeployments ${tags}`,
    ],
    ifSet: { sigint_rollback: 'ecs: StopServiceDeployment' },
  },
  aws_ecs_task_definition: {
    calls: [`ecs: RegisterTaskDefinition DescribeTaskDefinition ${tags}`],
    notNeeded: { 'the stacks set skip_destroy': 'ecs: DeregisterTaskDefinition' },
    checkedByAws: ['iam: PassRole'],
  },

  // Tables, logs and parameters
  aws_cloudwatch_log_group: {
    calls: [`logs: CreateLogGroup DescribeLogGroups PutRetentionPolicy DeleteLogGroup ListTagsForResource ${tags}`],
    ifSet: { kms_key_id: 'logs: AssociateKmsKey DisassociateKmsKey' },
    notNeeded: { 'a guard rail requires a retention for each log group': 'logs: DeleteRetentionPolicy' },
  },
  aws_dynamodb_table: {
    calls: [
      `dynamodb: CreateTable DescribeTable DescribeContinuousBackups DescribeTimeToLive ListTagsOfResource UpdateTable UpdateContinuousBackups UpdateTimeToLive DeleteTable ${tags}`,
      'kms: DescribeKey',
    ],
    ifSet: {
      replica: 'dynamodb: CreateTableReplica DeleteTableReplica',
      restore_source_name: 'dynamodb: RestoreTableToPointInTime',
      import_table: 'dynamodb: ImportTable DescribeImport',
    },
  },
  aws_ssm_parameter: {
    calls: [
      'ssm: PutParameter GetParameter DescribeParameters DeleteParameter ListTagsForResource AddTagsToResource RemoveTagsFromResource',
    ],
  },
  'data.aws_ssm_parameters_by_path': { calls: ['ssm: GetParametersByPath'] },

  // Roles
  aws_iam_role: {
    calls: [
      'iam: CreateRole GetRole ListRolePolicies GetRolePolicy ListAttachedRolePolicies UpdateAssumeRolePolicy UpdateRole UpdateRoleDescription PutRolePermissionsBoundary ListInstanceProfilesForRole DetachRolePolicy DeleteRolePolicy DeleteRole TagRole UntagRole',
    ],
    ifSet: { inline_policy: 'iam: PutRolePolicy', managed_policy_arns: 'iam: AttachRolePolicy' },
    notNeeded: {
      'a role keeps its boundary': 'iam: DeleteRolePermissionsBoundary',
      'Terraform deletes an instance profile before its role': 'iam: RemoveRoleFromInstanceProfile',
    },
  },
  aws_iam_role_policies_exclusive: {
    calls: ['iam: ListRolePolicies DeleteRolePolicy'],
    notNeeded: { 'each policy is a separate resource, which is applied before': 'iam: PutRolePolicy' },
  },
  aws_iam_role_policy_attachments_exclusive: {
    calls: ['iam: ListAttachedRolePolicies DetachRolePolicy'],
    notNeeded: { 'each attachment is a separate resource, which is applied before': 'iam: AttachRolePolicy' },
  },
  aws_iam_role_policy: { calls: ['iam: PutRolePolicy GetRolePolicy DeleteRolePolicy'] },

  // Load balancers and the firewall
  aws_lb: {
    calls: [
      `elasticloadbalancing: CreateLoadBalancer DescribeLoadBalancers DescribeLoadBalancerAttributes DescribeCapacityReservation ModifyLoadBalancerAttributes SetIpAddressType SetSecurityGroups SetSubnets DeleteLoadBalancer ${balancerTags}`,
      'ec2: DescribeNetworkInterfaces',
    ],
    ifSet: {
      minimum_load_balancer_capacity: 'elasticloadbalancing: ModifyCapacityReservation',
      ipam_pools: 'elasticloadbalancing: ModifyIpPools',
    },
    checkedByAws: ['iam: CreateServiceLinkedRole'],
  },
  aws_lb_listener: {
    calls: [
      `elasticloadbalancing: CreateListener DescribeListeners DescribeListenerAttributes ModifyListener ModifyListenerAttributes DeleteListener ${balancerTags}`,
    ],
  },
  aws_lb_target_group: {
    calls: [
      `elasticloadbalancing: CreateTargetGroup DescribeTargetGroups DescribeTargetGroupAttributes ModifyTargetGroup ModifyTargetGroupAttributes DeleteTargetGroup ${balancerTags}`,
    ],
  },
  aws_wafv2_ip_set: { calls: [`wafv2: CreateIPSet GetIPSet UpdateIPSet DeleteIPSet ListTagsForResource ${tags}`] },
  aws_wafv2_web_acl: {
    calls: [`wafv2: CreateWebACL GetWebACL UpdateWebACL DeleteWebACL ListTagsForResource ${tags}`],
  },
  aws_wafv2_web_acl_association: {
    calls: ['wafv2: AssociateWebACL GetWebACLForResource DisassociateWebACL'],
    checkedByAws: [
      'elasticloadbalancing: GetLoadBalancerWebACL CreateWebACLAssociation DeleteWebACLAssociation SetWebACL',
    ],
  },
  aws_wafv2_web_acl_logging_configuration: {
    calls: ['wafv2: PutLoggingConfiguration GetLoggingConfiguration DeleteLoggingConfiguration'],
    checkedByAws: [
      'logs: CreateLogDelivery DeleteLogDelivery PutResourcePolicy DescribeResourcePolicies DescribeLogGroups',
      'iam: CreateServiceLinkedRole',
    ],
  },

  // Domains and CloudFront
  aws_acm_certificate: {
    calls: [
      'acm: RequestCertificate DescribeCertificate DeleteCertificate ListTagsForCertificate AddTagsToCertificate RemoveTagsFromCertificate',
    ],
    ifSet: {
      certificate_body: 'acm: ImportCertificate',
      early_renewal_duration: 'acm: RenewCertificate',
      options: 'acm: UpdateCertificateOptions',
    },
  },
  aws_acm_certificate_validation: { calls: ['acm: DescribeCertificate'] },
  aws_route53_record: { calls: ['route53: GetHostedZone ListResourceRecordSets ChangeResourceRecordSets GetChange'] },
  'data.aws_route53_zone': { calls: ['route53: ListHostedZones GetHostedZone ListTagsForResource'] },
  aws_cloudfront_distribution: {
    calls: [
      `cloudfront: CreateDistributionWithTags GetDistribution UpdateDistribution DeleteDistribution ListTagsForResource ${tags}`,
    ],
    ifSet: {
      continuous_deployment_policy_id: 'cloudfront: GetContinuousDeploymentPolicy UpdateContinuousDeploymentPolicy',
    },
    checkedByAws: ['wafv2: GetWebACL'],
  },
  aws_cloudfront_vpc_origin: {
    calls: [`cloudfront: CreateVpcOrigin GetVpcOrigin UpdateVpcOrigin DeleteVpcOrigin ListTagsForResource ${tags}`],
    checkedByAws: ['iam: CreateServiceLinkedRole'],
  },

  // Buckets
  aws_s3_bucket: {
    calls: [
      's3: HeadBucket GetBucketAccelerateConfiguration GetBucketAcl GetBucketCors GetBucketLogging GetObjectLockConfiguration GetBucketPolicy GetBucketRequestPayment GetBucketVersioning GetBucketWebsite GetBucketEncryption GetBucketLifecycleConfiguration GetBucketReplication',
      's3: CreateBucket DeleteBucket ListObjectVersions DeleteObjects',
      // The provider uses the last three operations only if the caller is not allowed to use the first three.
      `s3: ListTagsForResource ${tags} GetBucketTagging PutBucketTagging DeleteBucketTagging`,
    ],
    ifSet: { object_lock_enabled: 's3: PutObjectLockConfiguration PutObjectLegalHold' },
  },
  aws_s3_bucket_lifecycle_configuration: {
    calls: ['s3: PutBucketLifecycleConfiguration GetBucketLifecycleConfiguration DeleteBucketLifecycle'],
  },
  aws_s3_bucket_ownership_controls: {
    calls: ['s3: PutBucketOwnershipControls GetBucketOwnershipControls DeleteBucketOwnershipControls'],
  },
  aws_s3_bucket_policy: { calls: ['s3: PutBucketPolicy GetBucketPolicy DeleteBucketPolicy'] },
  aws_s3_bucket_public_access_block: {
    calls: ['s3: PutPublicAccessBlock GetPublicAccessBlock DeletePublicAccessBlock'],
  },
  aws_s3_bucket_server_side_encryption_configuration: {
    calls: ['s3: PutBucketEncryption GetBucketEncryption DeleteBucketEncryption'],
  },
  aws_s3_bucket_versioning: { calls: ['s3: PutBucketVersioning GetBucketVersioning'] },

  // Autoscaling and monitoring
  aws_appautoscaling_policy: {
    calls: ['application-autoscaling: PutScalingPolicy DescribeScalingPolicies DeleteScalingPolicy'],
    checkedByAws: ['cloudwatch: PutMetricAlarm DescribeAlarms DeleteAlarms'],
  },
  aws_appautoscaling_target: {
    calls: [
      `application-autoscaling: RegisterScalableTarget DescribeScalableTargets DeregisterScalableTarget ListTagsForResource ${tags}`,
    ],
    checkedByAws: ['ecs: DescribeServices UpdateService', 'iam: CreateServiceLinkedRole'],
  },
  aws_cloudwatch_dashboard: { calls: ['cloudwatch: PutDashboard GetDashboard DeleteDashboards'] },
  aws_cloudwatch_event_rule: { calls: [`events: PutRule DescribeRule DeleteRule ListTagsForResource ${tags}`] },
  aws_cloudwatch_event_target: { calls: ['events: PutTargets ListTargetsByRule RemoveTargets'] },
  aws_cloudwatch_metric_alarm: {
    calls: [`cloudwatch: PutMetricAlarm DescribeAlarms DeleteAlarms ListTagsForResource ${tags}`],
  },
  aws_sns_topic: {
    calls: [`sns: CreateTopic GetTopicAttributes SetTopicAttributes DeleteTopic ListTagsForResource ${tags}`],
  },
  aws_sns_topic_policy: { calls: ['sns: GetTopicAttributes SetTopicAttributes'] },
  aws_sns_topic_subscription: {
    calls: ['sns: Subscribe GetSubscriptionAttributes SetSubscriptionAttributes Unsubscribe'],
  },

  // Resources that an environment's file adds
  aws_kinesis_stream: {
    calls: [
      'kinesis: CreateStream DescribeStreamSummary DeleteStream ListTagsForStream AddTagsToStream RemoveTagsFromStream',
      'kinesis: IncreaseStreamRetentionPeriod DecreaseStreamRetentionPeriod StartStreamEncryption StopStreamEncryption',
      'kinesis: UpdateStreamMode UpdateShardCount EnableEnhancedMonitoring DisableEnhancedMonitoring',
    ],
    ifSet: { max_record_size_in_kib: 'kinesis: UpdateMaxRecordSize' },
    notNeeded: { 'the provider ignores its errors': 'kinesis: DescribeLimits' },
  },
  aws_sqs_queue: {
    calls: ['sqs: CreateQueue GetQueueAttributes SetQueueAttributes DeleteQueue ListQueueTags TagQueue UntagQueue'],
  },
  aws_sqs_queue_policy: { calls: ['sqs: GetQueueAttributes SetQueueAttributes'] },

  // The database
  aws_db_instance: {
    calls: [
      'rds: CreateDBInstance DescribeDBInstances ModifyDBInstance DeleteDBInstance AddTagsToResource RemoveTagsFromResource',
    ],
    ifSet: {
      replicate_source_db: 'rds: CreateDBInstanceReadReplica PromoteReadReplica',
      snapshot_identifier: 'rds: RestoreDBInstanceFromDBSnapshot',
      restore_to_point_in_time: 'rds: RestoreDBInstanceToPointInTime',
      s3_import: 'rds: RestoreDBInstanceFromS3',
      blue_green_update:
        'rds: CreateBlueGreenDeployment DescribeBlueGreenDeployments SwitchoverBlueGreenDeployment DeleteBlueGreenDeployment',
      monitoring_role_arn: 'iam: PassRole',
    },
    checkedByAws: [
      'rds: CreateDBSnapshot DescribeDBSnapshots',
      'ec2: DescribeAccountAttributes DescribeAvailabilityZones',
      'secretsmanager: CreateSecret TagResource',
      'kms: DescribeKey',
      'iam: CreateServiceLinkedRole',
    ],
  },
  aws_db_parameter_group: {
    calls: [
      'rds: CreateDBParameterGroup DescribeDBParameterGroups DescribeDBParameters ModifyDBParameterGroup ResetDBParameterGroup DeleteDBParameterGroup ListTagsForResource AddTagsToResource RemoveTagsFromResource',
    ],
  },
  aws_db_subnet_group: {
    calls: [
      'rds: CreateDBSubnetGroup DescribeDBSubnetGroups ModifyDBSubnetGroup DeleteDBSubnetGroup ListTagsForResource AddTagsToResource RemoveTagsFromResource',
    ],
  },

  // The bootstrap
  aws_budgets_budget: {
    calls: [
      'budgets: CreateBudget DescribeBudget UpdateBudget DeleteBudget CreateNotification DeleteNotification DescribeNotificationsForBudget DescribeSubscribersForNotification',
      `budgets: ListTagsForResource ${tags}`,
    ],
  },
  aws_iam_openid_connect_provider: {
    calls: [
      'iam: CreateOpenIDConnectProvider GetOpenIDConnectProvider UpdateOpenIDConnectProviderThumbprint AddClientIDToOpenIDConnectProvider RemoveClientIDFromOpenIDConnectProvider DeleteOpenIDConnectProvider TagOpenIDConnectProvider UntagOpenIDConnectProvider',
    ],
  },
  aws_iam_policy: {
    calls: [
      'iam: CreatePolicy GetPolicy GetPolicyVersion CreatePolicyVersion ListPolicyVersions DeletePolicyVersion DeletePolicy TagPolicy UntagPolicy',
    ],
  },
  aws_iam_role_policy_attachment: {
    calls: ['iam: AttachRolePolicy ListAttachedRolePolicies DetachRolePolicy'],
  },

  // Data sources
  'data.aws_caller_identity': {
    calls: [],
    notNeeded: { 'AWS requires no permission for it': 'sts: GetCallerIdentity' },
  },
  'data.aws_ec2_managed_prefix_list': { calls: ['ec2: DescribeManagedPrefixLists GetManagedPrefixListEntries'] },
  'data.aws_route_table': { calls: ['ec2: DescribeRouteTables DescribeNetworkInterfaces'] },
  'data.aws_route_tables': { calls: ['ec2: DescribeRouteTables'] },
  'data.aws_secretsmanager_secret': { calls: ['secretsmanager: DescribeSecret GetResourcePolicy'] },
  'data.aws_security_groups': { calls: ['ec2: DescribeSecurityGroups'] },
  'data.aws_subnet': { calls: ['ec2: DescribeSubnets'] },
  'data.aws_subnets': { calls: ['ec2: DescribeSubnets'] },
  'data.aws_vpc': { calls: ['ec2: DescribeVpcs DescribeVpcAttribute DescribeRouteTables'] },
  'data.aws_vpcs': { calls: ['ec2: DescribeVpcs'] },
  'data.aws_vpc_security_group_rules': { calls: ['ec2: DescribeSecurityGroupRules'] },
  'ephemeral.aws_ssm_parameter': { calls: ['ssm: GetParameter'] },
};

/** The IAM actions of API operations that have a different name: https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations.html */
const actionsOf: Readonly<Record<string, readonly string[]>> = {
  's3:HeadBucket': ['s3:ListBucket'],
  's3:GetBucketAccelerateConfiguration': ['s3:GetAccelerateConfiguration'],
  's3:GetBucketCors': ['s3:GetBucketCORS'],
  's3:GetObjectLockConfiguration': ['s3:GetBucketObjectLockConfiguration'],
  's3:GetBucketEncryption': ['s3:GetEncryptionConfiguration'],
  's3:GetBucketLifecycleConfiguration': ['s3:GetLifecycleConfiguration'],
  's3:GetBucketReplication': ['s3:GetReplicationConfiguration'],
  's3:GetPublicAccessBlock': ['s3:GetBucketPublicAccessBlock'],
  's3:ListObjectVersions': ['s3:ListBucketVersions'],
  's3:DeleteObjects': ['s3:DeleteObject', 's3:DeleteObjectVersion'],
  's3:DeleteBucketTagging': ['s3:PutBucketTagging'],
  's3:DeleteBucketLifecycle': ['s3:PutLifecycleConfiguration'],
  's3:PutBucketLifecycleConfiguration': ['s3:PutLifecycleConfiguration'],
  's3:DeleteBucketOwnershipControls': ['s3:PutBucketOwnershipControls'],
  's3:PutPublicAccessBlock': ['s3:PutBucketPublicAccessBlock'],
  's3:DeletePublicAccessBlock': ['s3:PutBucketPublicAccessBlock'],
  's3:PutBucketEncryption': ['s3:PutEncryptionConfiguration'],
  's3:DeleteBucketEncryption': ['s3:PutEncryptionConfiguration'],
  'cloudfront:CreateDistributionWithTags': ['cloudfront:CreateDistribution', 'cloudfront:TagResource'],
};

/** For budgets, IAM has only the actions ViewBudget and ModifyBudget, and those for tags. */
const budgetAction = (operation: string) =>
  operation.endsWith('Resource') ? operation : operation.startsWith('Describe') ? 'ViewBudget' : 'ModifyBudget';

/** Returns the IAM actions of the operations in lists such as `ec2: CreateVpc DeleteVpc`. */
export function actionsOfOperations(lists: readonly string[]): string[] {
  const actions = lists.flatMap((list) => {
    const [service = '', names = ''] = list.split(': ');
    return names.split(' ').flatMap((name) => {
      if (service === 'budgets') return [`budgets:${budgetAction(name)}`];
      return actionsOf[`${service}:${name}`] ?? [`${service}:${name}`];
    });
  });
  return [...new Set(actions)].sort();
}
