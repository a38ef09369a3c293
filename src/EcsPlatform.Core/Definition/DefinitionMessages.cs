using System.Globalization;

namespace EcsPlatform.Core.Definition;

/// <summary>Every message about a definition by its id: what is wrong, and what to do.</summary>
public static class DefinitionMessages
{
    private static readonly Dictionary<string, (string Message, string Advice)> All = new(StringComparer.Ordinal)
    {
        // The file
        ["yaml.empty"] = ("The file is empty.", "Begin with 'name:'; module/Examples has whole definitions."),
        ["yaml.syntax"] = ("This is not YAML: {0}.", "Look at the indentation, colons and quotes here and in the line before."),
        ["yaml.documents"] = ("A second document begins here.", "Keep one platform in a file: remove the '---'."),
        ["yaml.alias"] = ("This alias has no anchor before it.", "Write '&name' at the value to repeat, further up."),
        ["yaml.key"] = ("A key here is a list or a mapping.", "Use plain text as a key."),
        ["yaml.merge"] = ("'<<' takes a mapping here.", "Write '<<: *name', where '&name' stands at a mapping."),
        ["yaml.size"] = ("With its aliases the file has more than {0} values.", "Remove aliases of aliases."),
        ["yaml.depth"] = ("The file is nested more than {0} levels deep.", "Take levels out."),
        ["key.unknown"] = ("There is no key '{0}' here.", "{1}"),
        ["key.duplicate"] = ("The key '{0}' stands here for the second time; the first is in line {1}.", "Keep one of them."),
        ["key.missing"] = ("The key '{0}' is missing.", "Add '{0}:'."),
        ["value.empty"] = ("'{0}' has no value.", "Give it one ({{}} for a part with all its defaults), or remove the key."),
        ["value.kind"] = ("This is {0}; {1} is expected.", "Write it that way."),
        ["value.type"] = ("{0} is not what is expected.", "Write {1}."),
        ["value.choice"] = ("'{0}' is not a choice here.", "{1}"),
        ["value.range"] = ("{0} is {1}.", "Use {2} to {3}."),

        // The platform
        ["platform.name"] = ("The platform's name '{0}' cannot be part of AWS names.", "Use 2 to 20 lower-case letters, digits and single hyphens, a letter first."),
        ["platform.suffix-missing"] = ("There is no environment suffix.", "Add 'environmentSuffix: dev', or give --suffix (-EnvironmentSuffix)."),
        ["platform.suffix"] = ("The environment suffix '{0}' cannot be part of AWS names.", "Use 1 to 12 lower-case letters, digits and single hyphens."),
        ["platform.region"] = ("'{0}' is not a region's name.", "Write it as us-east-1."),
        ["platform.protection"] = ("Nothing here is protected from deletion.", "Remove '{0}': a platform can always be taken down."),
        ["tag.count"] = ("There are {0} tags.", "Use at most {1}: AWS takes 50, and the platform adds its own."),
        ["tag.reserved"] = ("The tag '{0}' begins with a prefix that is taken.", "Use a key that begins neither with 'aws:' nor with 'ecsplatform:'."),
        ["tag.key"] = ("The tag's key '{0}' is not one that AWS takes.", "Use 1 to 128 letters, digits, spaces and _ . : / = + - @."),
        ["tag.value"] = ("The value of the tag '{0}' is not one that AWS takes.", "Use at most 256 letters, digits, spaces and _ . : / = + - @."),

        // The network
        ["cidr.syntax"] = ("'{0}' is not an IPv4 block.", "Write it as 10.0.0.0/16."),
        ["cidr.aligned"] = ("The block '{0}' has address bits beyond its prefix.", "Write {1}."),
        ["cidr.size"] = ("The block '{0}' is too large or too small for EC2.", "Use a prefix of /{1} to /{2}."),
        ["network.cidr-small"] = ("The VPC's block {0} is too small to be cut into subnets.", "Use /{1} or larger, or give publicSubnets and privateSubnets."),
        ["network.cidr-small-balanced"] = ("The public subnets of {0} would be too small for a load balancer, which needs /27.", "Use /{1} or larger, or give publicSubnets."),
        ["network.zones-balanced"] = ("A load balancer needs two zones; there is one.", "Use 'zones: 2' or more."),
        ["network.zones-many"] = ("There are {0} zones.", "Use at most {1}."),
        ["network.zone"] = ("'{0}' is not an availability zone of {1}.", "Write {1} and one letter, or only a number of zones."),
        ["network.zone-twice"] = ("The zone '{0}' is listed twice.", "List each zone once."),
        ["network.subnet-count"] = ("There are {0} subnets for {1} zones.", "Give one block per zone, or none to have them computed."),
        ["network.subnet-outside"] = ("The subnet {0} lies outside of the VPC's {1}.", "Choose a block within it."),
        ["network.subnet-small"] = ("The subnet {0} is too small for what goes into it.", "Use /{1} or larger."),
        ["network.subnet-overlap"] = ("The subnet {0} overlaps {1} ({2}).", "Choose blocks that share no address."),
        ["network.subnet-overlap-computed"] = ("The subnet {0} overlaps {1}, which is computed for a {2} subnet.", "Give the {2} subnets' blocks too."),
        ["network.no-nat"] = ("Without a NAT gateway, tasks in private subnets cannot fetch images, write logs or read secrets.", "Use 'natGateway: single' or 'perZone', or say 'allowWithoutNat: true' when you bring another way."),

        // The cluster
        ["cluster.no-providers"] = ("There is no capacity provider.", "List FARGATE, FARGATE_SPOT or both."),
        ["cluster.provider-twice"] = ("A capacity provider is listed twice.", "List each once."),
        ["cluster.instances"] = ("Nothing runs on EC2 instances here, so '{0}' has no meaning.", "Set cpu and memory for each service instead."),
        ["strategy.provider"] = ("The cluster has no capacity provider {0}.", "Add it to cluster.capacityProviders, or use another."),
        ["strategy.provider-twice"] = ("{0} stands in this strategy twice.", "Keep one item for it."),
        ["strategy.bases"] = ("More than one item of this strategy has a base.", "Keep one base; ECS takes no more."),
        ["strategy.weights"] = ("All weights of this strategy are 0.", "Give at least one provider a weight of 1 or more."),

        // The load balancer
        ["listener.none"] = ("The load balancer has no listener.", "Add '- port: 80', or remove 'listeners' to get just that."),
        ["listener.all-redirect"] = ("Every listener redirects, so no request arrives anywhere.", "Add an HTTPS listener for them to point at."),
        ["listener.port-twice"] = ("Port {0} has two listeners.", "Keep one of them."),
        ["listener.certificate-missing"] = ("The HTTPS listener on port {0} has no certificate.", "Add 'certificateArn', or use 'protocol: HTTP'."),
        ["listener.certificate-http"] = ("The listener on port {0} has a certificate but speaks HTTP.", "Add 'protocol: HTTPS', or remove the certificate."),
        ["listener.certificate-arn"] = ("'{0}' is not the ARN of a certificate.", "Copy it from ACM: arn:aws:acm:REGION:ACCOUNT:certificate/ID."),
        ["listener.certificate-region"] = ("The certificate is in {0}; the load balancer is in {1}.", "Use a certificate of {1}."),
        ["listener.redirect-https"] = ("The listener on port {0} speaks HTTPS and redirects.", "Redirect from an HTTP listener only."),
        ["listener.redirect-target"] = ("There is no HTTPS listener on port {0} to redirect to.", "Add one, or redirect to the port of one."),
        ["ingress.none"] = ("Nobody may connect to the load balancer.", "List blocks, or remove 'ingressCidrs' for 0.0.0.0/0."),
        ["ingress.twice"] = ("'{0}' is listed twice.", "List each block once."),
        ["ingress.many"] = ("{0} blocks on {1} listeners make more than the {2} rules that a security group takes.", "Join blocks into larger ones."),

        // Secrets
        ["secret.name"] = ("'{0}' is not a name for a secret.", "Use 1 to 40 lower-case letters, digits and single hyphens."),
        ["secret.twice"] = ("There are two secrets '{0}'.", "Give each a name of its own."),
        ["secret.inline"] = ("'{0}' would put a secret into the definition.", "Use 'fromEnvironment: VARIABLE', 'fromFile: PATH', 'generate: {{}}' or 'existing: ARN'."),
        ["secret.source-missing"] = ("Nothing says where the value of the secret '{0}' comes from.", "Add one of generate, fromEnvironment, fromFile, existing."),
        ["secret.source-several"] = ("The secret '{0}' has several sources.", "Keep one of generate, fromEnvironment, fromFile, existing."),
        ["secret.variable"] = ("This is not the name of an environment variable.", "Name the variable that holds the secret, never the secret itself."),
        ["secret.file"] = ("The secret '{0}' names no file.", "Give the path of the file that holds it."),
        ["secret.arn"] = ("This is not the ARN of a secret.", "Copy it from Secrets Manager: arn:aws:secretsmanager:REGION:ACCOUNT:secret:NAME."),

        ["signing.bits"] = ("The signing key '{0}' cannot have {2} bits with {1}.", "Use {3}."),
        ["rotation.existing"] = ("The secret '{0}' belongs to somebody else and is never changed here, so it cannot rotate.", "Remove 'rotation', or take another source."),
        ["rotation.function-alone"] = ("'{0}' rotates by a function that is there, for which method, key, adminSecret and inVpc have no meaning.", "Remove them, or 'function'."),
        ["rotation.key-method"] = ("'{0}' rotates by postgresql, which always changes the password.", "Remove 'key', or use 'method: random'."),
        ["rotation.admin-method"] = ("'{0}' rotates at random, for which nobody needs an administrator.", "Remove 'adminSecret', or use 'method: postgresql'."),
        ["rotation.postgresql-generated"] = ("'{0}' is generated, but a PostgreSQL secret is JSON with host, port, dbname, username and password.", "Use 'fromEnvironment' or 'fromFile' with that JSON."),
        ["rotation.key-generated"] = ("'{0}' is generated as a whole, so it has no key '{1}' to rotate.", "Remove 'key', or take JSON by 'fromEnvironment' or 'fromFile'."),
        ["rotation.admin-unknown"] = ("'{0}' rotates with the administrator's secret '{1}', which is not another secret here.", "{2}"),
        ["rotation.function-arn"] = ("'{0}' is not the ARN of a Lambda function.", "Copy it from Lambda: arn:aws:lambda:REGION:ACCOUNT:function:NAME."),

        // Encryption
        ["encryption.none"] = ("The encryption encrypts nothing.", "Turn on logs, secrets, repositories or data, or remove 'encryption'."),
        ["service.data-key"] = ("'{0}' wants the data key, which is not there.", "Add 'data: true' to 'encryption', or remove 'dataKey'."),
        ["service.data-key-variable"] = ("'{0}' sets DATA_KEY_ARN, which tells it the ARN of its data key.", "Remove it, or 'dataKey'."),

        // The mesh
        ["mesh.domain"] = ("'{0}' is not a domain.", "Write it as payments.local: lower-case letters, digits, hyphens and dots."),
        ["mesh.authority-arn"] = ("'{0}' is not the ARN of a private certificate authority.", "Copy it from AWS Private CA: arn:aws:acm-pca:REGION:ACCOUNT:certificate-authority/ID."),
        ["mesh.envoy-image"] = ("The Envoy image '{0}' is not in a private ECR repository.", "Give an URI as 840364872350.dkr.ecr.us-east-1.amazonaws.com/aws-appmesh-envoy:TAG."),
        ["mesh.tls"] = ("Cloud Map gives names and encrypts nothing.", "Remove 'tls', or use 'type: serviceConnect'."),
        ["mesh.mutual"] = ("Service Connect has certificates for servers and none for clients: calls cannot be mutually authenticated.", "Remove 'mutual' and let security groups say who calls whom, or use 'type: appMesh' where it still answers."),
        ["mesh.authority-region"] = ("The private certificate authority is in {0}; the platform is in {1}.", "Use one of {1}, or leave it out to have one made."),
        ["mesh.setting"] = ("'{0}' cannot be set with {1}.", "{2}"),
        ["mesh.service-setting"] = ("'{1}' of '{0}' cannot be set with {2}.", "{3}"),
        ["mesh.tcp"] = ("'{0}' speaks bare TCP, in which there are no requests for '{1}'.", "Remove it, or give the protocol: http, http2 or grpc."),
        ["mesh.name-long"] = ("The name of '{0}' in the mesh has {1} characters; Service Connect takes {2}.", "Use a shorter domain."),
        ["mesh.envoy-memory"] = ("'{0}' leaves {1} MiB of its task to Envoy, which needs {2}.", "Raise memory, or lower what the container takes."),
        ["mesh.container-name"] = ("'{0}' is what a container of App Mesh's own is called, in the same task.", "Give the service another name."),

        // Policies
        ["policy.name"] = ("'{0}' is not a name for a policy.", "Use 1 to 40 lower-case letters, digits and single hyphens."),
        ["policy.twice"] = ("There are two policies '{0}'.", "Give each a name of its own."),
        ["policy.empty"] = ("The policy '{0}' allows nothing.", "Add statements, or remove the policy."),
        ["policy.no-actions"] = ("The statement has no action.", "List actions such as s3:GetObject."),
        ["policy.no-resources"] = ("The statement has no resource.", "List the ARNs that the actions are allowed on."),
        ["policy.action"] = ("'{0}' is not an IAM action.", "Write it as s3:GetObject."),
        ["policy.action-wildcard"] = ("The action '{0}' has a wildcard.", "List the actions that are needed, or say why in 'allowWildcard'."),
        ["policy.resource"] = ("'{0}' is not an ARN.", "Write it as arn:aws:s3:::bucket/key."),
        ["policy.resource-wildcard"] = ("The resource '{0}' is everything.", "List ARNs, or say why in 'allowWildcard'."),

        // Services
        ["service.name"] = ("'{0}' is not a name for a service.", "Use 2 to 40 lower-case letters, digits and single hyphens, a letter first."),
        ["service.twice"] = ("There are two services '{0}'.", "Give each a name of its own."),
        ["service.image"] = ("The image '{1}' of '{0}' is not in a private ECR repository.", "Push it to the service's own repository and give its tag, or give an URI as 123456789012.dkr.ecr.us-east-1.amazonaws.com/name:tag."),
        ["service.cpu"] = ("'{0}' asks for {1} CPU units, which Fargate does not have.", "Use {2}."),
        ["service.memory"] = ("'{0}' asks for {1} MiB with {2} CPU units, which Fargate does not run.", "Use {3} MiB, or another cpu."),
        ["service.memory-limit"] = ("The hard limit of '{0}', {1} MiB, is more than its task has, {2} MiB.", "Lower memoryLimit or raise memory."),
        ["service.memory-reservation"] = ("The soft limit of '{0}', {1} MiB, is more than its hard limit, {2} MiB.", "Lower memoryReservation or raise memoryLimit."),
        ["service.log-retention"] = ("CloudWatch cannot keep the logs of '{0}' for {1} days.", "Use one of {2}."),
        ["service.open-files"] = ("The soft limit of open files of '{0}', {1}, is more than the hard one, {2}.", "Lower soft or raise hard."),
        ["service.user"] = ("'{0}' is not a user for a container.", "Write a name or number, with a group as in 1000:1000 if need be."),
        ["service.exec-readonly"] = ("ECS Exec writes into the container of '{0}', whose root file system is read-only.", "Add 'readonlyRootFilesystem: false', or leave executeCommand out."),
        ["service.public-address"] = ("Tasks run in private subnets and have no public address.", "Remove '{0}'; network.natGateway is the way out."),
        ["service.privileged"] = ("Fargate runs no privileged containers.", "Remove '{0}'."),
        ["service.call-self"] = ("'{0}' calls itself.", "Leave it out of its own calls."),
        ["service.call-unknown"] = ("'{0}' calls '{1}', which is not a service.", "{2}"),
        ["service.callers-many"] = ("{1} services call '{0}'; its security group takes {2} rules.", "Put something that they share in front of it."),
        ["service.call-twice"] = ("The call to '{0}' is listed twice.", "List each service once."),
        ["service.call-portless"] = ("'{0}' calls '{1}', which listens on no port.", "Give '{1}' a port, or remove the call."),
        ["service.policy-unknown"] = ("'{0}' refers to the policy '{1}', which does not exist.", "{2}"),
        ["service.policy-twice"] = ("The policy '{0}' is listed twice.", "List each policy once."),
        ["service.policies-many"] = ("'{0}' has {1} policies.", "Join some: a task role takes at most {2} here."),
        ["deployment.stuck"] = ("With both percentages at 100 no task of '{0}' can be replaced.", "Raise maximumPercent or lower minimumHealthyPercent."),
        ["deployment.rollback"] = ("'{0}' is to roll back when its circuit breaker opens, but has none.", "Use 'circuitBreaker: true', or add 'rollback: false'."),
        ["deployment.route"] = ("CodeDeploy moves the load balancer's traffic, and '{0}' has no route.", "Give it a route, or use 'controller: ECS'."),
        ["deployment.steps"] = ("'{0}' has no traffic to move in steps: neither a route nor a port in Service Connect.", "Give it a route, or use 'strategy: BLUE_GREEN', which starts all new tasks before the old ones end."),
        ["deployment.percent"] = ("'{0}' shifts {1} % of its traffic; ECS shifts tenths of a percent.", "Use at most one digit after the point."),
        ["deployment.error-alarm-route"] = ("The error alarm of '{0}' counts answers through the load balancer, and '{0}' has no route.", "Give it a route, or name alarms of your own under 'alarms'."),
        ["deployment.listeners"] = ("'{0}' moves traffic on one listener; there are {1}.", "Keep one listener that neither redirects nor is 'test: true', or use 'strategy: ROLLING'."),
        ["deployment.controller"] = ("CodeDeploy does no rolling deployments, which '{0}' has.", "Use another strategy, or remove 'controller'."),
        ["deployment.rolling-only"] = ("'{0}' has rolling deployments, in which '{1}' has no meaning.", "Use another strategy, or remove it."),
        ["deployment.code-deploy-mesh"] = ("CodeDeploy does not deploy services of Service Connect, such as '{0}'.", "Use 'controller: ECS', or another mesh."),
        ["deployment.code-deploy-minutes"] = ("CodeDeploy waits at least 1 minute between steps of '{0}'.", "Use 1 or more."),
        ["deployment.code-deploy-percent"] = ("CodeDeploy shifts whole percents of the traffic of '{0}', 1 to 99, not {1}.", "Use a whole number."),
        ["deployment.code-deploy-stage"] = ("CodeDeploy calls no function at {1}, as '{0}' asks for.", "Use PRE_SCALE_UP, POST_SCALE_UP, POST_TEST_TRAFFIC_SHIFT, PRE_PRODUCTION_TRAFFIC_SHIFT or POST_PRODUCTION_TRAFFIC_SHIFT, or 'controller: ECS'."),
        ["deployment.code-deploy-function"] = ("CodeDeploy calls one function at {1}, and '{0}' has two.", "Keep one of them, or use 'controller: ECS'."),
        ["deployment.code-deploy-pause"] = ("CodeDeploy has functions on the way, no pauses, as '{0}' asks for.", "Give the hook a function, or use 'controller: ECS'."),
        ["deployment.error-alarm-period"] = ("The period of the error alarm of '{0}', {1} s, is not a multiple of 60.", "Use 60 or 120, for example."),
        ["deployment.alarm-twice"] = ("The alarm '{0}' is listed twice.", "List each alarm once."),
        ["hook.function-arn"] = ("'{0}' is not the ARN of a Lambda function.", "Copy it from Lambda: arn:aws:lambda:REGION:ACCOUNT:function:NAME."),
        ["hook.no-stages"] = ("A hook of '{0}' has no stage.", "List stages such as POST_TEST_TRAFFIC_SHIFT."),
        ["hook.stage-twice"] = ("The stage {0} is listed twice.", "List each stage once."),
        ["hook.pause-stage"] = ("A pause of '{0}' cannot be at {1}.", "Use the stage before or after it, or a function."),
        ["listener.test-redirect"] = ("The test listener on port {0} redirects.", "Remove 'test' or 'redirectToPort'."),
        ["listener.test-only"] = ("Every listener that routes is for tests.", "Add one for production traffic."),
        ["egress.twice"] = ("{0} is listed twice.", "List each destination once."),
        ["egress.many"] = ("{1} destinations and {2} calls of '{0}' make more than the {3} rules that a security group takes.", "Join blocks into larger ones."),

        // Containers
        ["health-check.command"] = ("The health check of '{0}' has no command that ECS runs.", "Write [CMD-SHELL, one line] or [CMD, program, argument …]."),
        ["health-check.timeout"] = ("The health check of '{0}' may take {1} s but runs every {2} s.", "Make timeoutSeconds less than intervalSeconds."),
        ["environment.name"] = ("'{1}' of '{0}' is not the name of an environment variable.", "Use letters, digits, _ . and -, a letter or _ first."),
        ["environment.twice"] = ("'{0}' sets {1} in environment and in secrets.", "Keep one of them."),
        ["environment.secret-name"] = ("'{0}' has a plain value for {1}, which looks like a secret.", "Move it to the service's 'secrets:' and define the secret under 'secrets:' of the platform."),
        ["environment.secret-value"] = ("The plain value of {1} of '{0}' holds a password or key.", "Move it to the service's 'secrets:' and define the secret under 'secrets:' of the platform."),
        ["environment.reference"] = ("{1} of '{0}' does not refer to a secret.", "Write the name of a secret, or name:json-key; never the secret itself."),
        ["environment.secret-unknown"] = ("{1} of '{0}' refers to a secret that is not defined.", "{2}"),

        // Routes
        ["route.no-load-balancer"] = ("'{0}' has a route, but there is no load balancer.", "Add 'loadBalancer: {{}}', or remove the route."),
        ["route.no-port"] = ("'{0}' has a route but listens on no port.", "Add 'port:'."),
        ["route.no-paths"] = ("The route of '{0}' has no path.", "Add paths; '/*' takes everything."),
        ["route.path"] = ("'{1}' of '{0}' is not a path pattern.", "Begin with /; at most 128 characters, * and ? as wildcards."),
        ["route.host"] = ("'{1}' of '{0}' is not a host name or pattern.", "Write it as api.example.com or *.example.com."),
        ["route.path-twice"] = ("The path '{0}' is listed twice.", "List each path once."),
        ["route.host-twice"] = ("The host '{0}' is listed twice.", "List each host once."),
        ["route.values"] = ("The route of '{0}' has {1} paths and {2} hosts; a rule takes {3} values.", "Join paths with a wildcard."),
        ["route.many"] = ("{0} services have routes; a listener takes {1} rules.", "Put some services behind another platform's load balancer."),
        ["route.clash"] = ("'{0}' and '{3}' both take {1} on {2}.", "Give each a path or host of its own."),
        ["route.priority-twice"] = ("'{0}' and '{2}' both have the priority {1}.", "Change one, or leave both out."),
        ["target-health.path"] = ("'{0}' is not a path for health checks.", "Begin with /; at most 1024 characters."),
        ["target-health.matcher"] = ("'{0}' is not a set of status codes.", "Write it as 200, 200,204 or 200-299, from 200 to 499."),
        ["target-health.timeout"] = ("The load balancer waits {1} s for '{0}' but asks every {2} s.", "Make timeoutSeconds less than intervalSeconds."),

        // Scaling
        ["scaling.range"] = ("The minimum of '{0}', {1}, is more than its maximum, {2}.", "Lower minimum or raise maximum."),
        ["scaling.desired"] = ("The desired count of '{0}', {1}, is not within its scaling, {2} to {3}.", "Change desiredCount, minimum or maximum."),
        ["scaling.none"] = ("Nothing says when '{0}' scales.", "Add 'step: {{}}' for 70 and 30 % CPU, or 'targetTracking: {{cpu: 70}}'."),
        ["scaling.both"] = ("'{0}' scales by steps and by target tracking, which fight each other.", "Keep one of them."),
        ["scaling.thresholds"] = ("'{0}' scales in at {1} % CPU and out at {2} %.", "Make scaleInCpu less than scaleOutCpu."),
        ["scaling.period"] = ("The alarms of '{0}' cannot have a period of {1} s.", "Use a multiple of 60."),
        ["scaling.no-target"] = ("The target tracking of '{0}' has no target.", "Add 'cpu:' or 'memory:'."),
    };

    /// <summary>The ids of all messages.</summary>
    public static IReadOnlyCollection<string> Ids => All.Keys;

    /// <summary>A message and its advice, filled in.</summary>
    /// <exception cref="KeyNotFoundException">There is no such id.</exception>
    internal static (string Message, string Advice) Format(string id, params object[] arguments)
    {
        var (message, advice) = All[id];
        return (string.Format(CultureInfo.InvariantCulture, message, arguments), string.Format(CultureInfo.InvariantCulture, advice, arguments));
    }
}
