# A service that CodeDeploy deploys. Goes with platform.tf and meshes.tf.
# The load balancer is there already: Terraform would wait for one of its own for a minute of real time.
data "aws_lb" "given" {
  name = "given"
}

resource "aws_lb_target_group" "colour" {
  for_each             = toset(["blue", "green"])
  name                 = each.key
  port                 = 8080
  protocol             = "HTTP"
  target_type          = "ip"
  vpc_id               = data.aws_lb.given.vpc_id
  deregistration_delay = 5
}

resource "aws_lb_listener" "main" {
  load_balancer_arn = data.aws_lb.given.arn
  port              = 8080
  protocol          = "HTTP"

  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.colour["blue"].arn
  }
}

resource "aws_ecs_service" "shifted" {
  name            = "shifted"
  cluster         = aws_ecs_cluster.main.arn
  task_definition = aws_ecs_task_definition.web.arn
  desired_count   = 0
  launch_type     = "FARGATE"

  deployment_controller {
    type = "CODE_DEPLOY"
  }

  load_balancer {
    target_group_arn = aws_lb_target_group.colour["blue"].arn
    container_name   = "web"
    container_port   = 8080
  }

  network_configuration {
    subnets = data.aws_lb.given.subnets
  }

  depends_on = [aws_lb_listener.main, aws_iam_role_policy_attachment.execution]
}

resource "aws_iam_role" "deploy" {
  name = "deploy"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "codedeploy.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy_attachment" "deploy" {
  role       = aws_iam_role.deploy.name
  policy_arn = "arn:aws:iam::aws:policy/AWSCodeDeployRoleForECS"
}

resource "aws_codedeploy_app" "main" {
  name             = var.green == 10 ? "payments" : "payments-renamed"
  compute_platform = "ECS"
}

resource "aws_codedeploy_deployment_config" "tenth" {
  deployment_config_name = "a-tenth-every-minute"
  compute_platform       = "ECS"

  traffic_routing_config {
    type = "TimeBasedLinear"

    time_based_linear {
      interval   = 1
      percentage = 10
    }
  }
}

resource "aws_codedeploy_deployment_group" "main" {
  app_name               = aws_codedeploy_app.main.name
  deployment_group_name  = "shifted"
  deployment_config_name = aws_codedeploy_deployment_config.tenth.deployment_config_name
  service_role_arn       = aws_iam_role.deploy.arn

  deployment_style {
    deployment_option = "WITH_TRAFFIC_CONTROL"
    deployment_type   = "BLUE_GREEN"
  }

  auto_rollback_configuration {
    enabled = true
    events  = ["DEPLOYMENT_FAILURE"]
  }

  blue_green_deployment_config {
    deployment_ready_option {
      action_on_timeout = "CONTINUE_DEPLOYMENT"
    }

    terminate_blue_instances_on_deployment_success {
      action                           = "TERMINATE"
      termination_wait_time_in_minutes = var.green
    }
  }

  ecs_service {
    cluster_name = aws_ecs_cluster.main.name
    service_name = aws_ecs_service.shifted.name
  }

  load_balancer_info {
    target_group_pair_info {
      prod_traffic_route {
        listener_arns = [aws_lb_listener.main.arn]
      }

      dynamic "target_group" {
        for_each = aws_lb_target_group.colour

        content {
          name = target_group.value.name
        }
      }
    }
  }
}
