# App Mesh with everything that the module sets, Cloud Map, Service Connect with TLS. Goes with platform.tf and keys.tf.
variable "green" {
  description = "Percent of the ledger's calls that its new version answers."
  default     = 10
}

resource "aws_service_discovery_private_dns_namespace" "main" {
  name        = "payments.local"
  description = "Who calls whom, ${var.green} percent green"
  vpc         = aws_vpc.main.id
}

resource "aws_service_discovery_http_namespace" "connect" {
  name = "payments"
}

resource "aws_service_discovery_service" "api" {
  name          = "api"
  force_destroy = true

  dns_config {
    namespace_id   = aws_service_discovery_private_dns_namespace.main.id
    routing_policy = "MULTIVALUE"

    dns_records {
      ttl  = 10
      type = "A"
    }
  }
}

resource "aws_service_discovery_instance" "api" {
  service_id  = aws_service_discovery_service.api.id
  instance_id = "one"
  attributes  = { AWS_INSTANCE_IPV4 = "10.0.0.200", version = tostring(var.green) }
}

resource "aws_appmesh_mesh" "main" {
  name = "payments"

  spec {
    egress_filter { type = "DROP_ALL" }
  }
}

resource "aws_appmesh_virtual_node" "ledger" {
  for_each  = toset(["blue", "green"])
  name      = "ledger-${each.key}"
  mesh_name = aws_appmesh_mesh.main.id
  tags      = { Colour = each.key, Green = var.green }

  spec {
    listener {
      port_mapping {
        port     = 8080
        protocol = "http"
      }

      health_check {
        protocol            = "http"
        path                = "/health"
        healthy_threshold   = 2
        unhealthy_threshold = 2
        timeout_millis      = 2000
        interval_millis     = 5000
      }

      timeout {
        http {
          idle {
            unit  = "s"
            value = 60
          }

          per_request {
            unit  = "ms"
            value = 1500
          }
        }
      }

      connection_pool {
        http {
          max_connections      = 100
          max_pending_requests = 100 + var.green
        }
      }

      outlier_detection {
        max_ejection_percent = 50
        max_server_errors    = 5

        base_ejection_duration {
          unit  = "s"
          value = 30
        }

        interval {
          unit  = "s"
          value = 10
        }
      }

      tls {
        mode = "STRICT"

        certificate {
          file {
            certificate_chain = "/certs/server.pem"
            private_key       = "/certs/server.key"
          }
        }

        validation {
          trust {
            file { certificate_chain = "/certs/ca.pem" }
          }

          subject_alternative_names {
            match { exact = ["api.payments.local", "web.payments.local"] }
          }
        }
      }
    }

    logging {
      access_log {
        file { path = "/dev/stdout" }
      }
    }

    service_discovery {
      aws_cloud_map {
        namespace_name = aws_service_discovery_private_dns_namespace.main.name
        service_name   = "ledger"
        attributes     = { colour = each.key }
      }
    }
  }
}

resource "aws_appmesh_virtual_node" "api" {
  name      = "api"
  mesh_name = aws_appmesh_mesh.main.id

  spec {
    backend {
      virtual_service {
        virtual_service_name = "ledger.payments.local"

        client_policy {
          tls {
            enforce = true
            ports   = [8080]

            certificate {
              file {
                certificate_chain = "/certs/client.pem"
                private_key       = "/certs/client.key"
              }
            }

            validation {
              trust {
                file { certificate_chain = "/certs/ca.pem" }
              }
            }
          }
        }
      }
    }

    listener {
      port_mapping {
        port     = 8080
        protocol = "grpc"
      }

      connection_pool {
        grpc { max_requests = 50 }
      }
    }

    service_discovery {
      dns { hostname = "api.payments.local" }
    }
  }
}

resource "aws_appmesh_virtual_router" "ledger" {
  name      = "ledger"
  mesh_name = aws_appmesh_mesh.main.id

  spec {
    listener {
      port_mapping {
        port     = 8080
        protocol = "http"
      }
    }
  }
}

resource "aws_appmesh_route" "ledger" {
  name                = "ledger"
  mesh_name           = aws_appmesh_mesh.main.id
  virtual_router_name = aws_appmesh_virtual_router.ledger.name

  spec {
    http_route {
      match {
        prefix = "/"
        method = "GET"

        header {
          name = "x-tenant"
          match { prefix = "eu-" }
        }
      }

      action {
        weighted_target {
          virtual_node = aws_appmesh_virtual_node.ledger["blue"].name
          weight       = 100 - var.green
        }

        weighted_target {
          virtual_node = aws_appmesh_virtual_node.ledger["green"].name
          weight       = var.green
        }
      }

      retry_policy {
        http_retry_events = ["gateway-error", "server-error"]
        tcp_retry_events  = ["connection-error"]
        max_retries       = 3

        per_retry_timeout {
          unit  = "ms"
          value = 500
        }
      }

      timeout {
        per_request {
          unit  = "s"
          value = 15
        }
      }
    }
  }
}

resource "aws_appmesh_virtual_service" "ledger" {
  name      = "ledger.payments.local"
  mesh_name = aws_appmesh_mesh.main.id

  spec {
    provider {
      virtual_router { virtual_router_name = aws_appmesh_virtual_router.ledger.name }
    }
  }
}

resource "aws_iam_role" "connect" {
  name = "connect-tls"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy_attachment" "connect" {
  role       = aws_iam_role.connect.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSInfrastructureRolePolicyForServiceConnectTransportLayerSecurity"
}

resource "aws_ecs_task_definition" "connect" {
  family                   = "connect"
  cpu                      = 256
  memory                   = 512
  network_mode             = "awsvpc"
  requires_compatibilities = ["FARGATE"]
  execution_role_arn       = aws_iam_role.execution.arn

  container_definitions = jsonencode([{
    name         = "web"
    image        = "public.ecr.aws/nginx/nginx:stable"
    portMappings = [{ name = "web", containerPort = 8080, appProtocol = "http" }]
  }])
}

resource "aws_ecs_service" "connect" {
  name            = "connect"
  cluster         = aws_ecs_cluster.main.arn
  task_definition = aws_ecs_task_definition.connect.arn
  desired_count   = 1
  launch_type     = "FARGATE"

  service_connect_configuration {
    enabled   = true
    namespace = aws_service_discovery_http_namespace.connect.arn

    service {
      port_name      = "web"
      discovery_name = "web"

      client_alias {
        port     = 8080
        dns_name = "web"
      }

      timeout {
        idle_timeout_seconds        = 120
        per_request_timeout_seconds = 5 + var.green
      }

      tls {
        kms_key  = aws_kms_key.main.arn
        role_arn = aws_iam_role.connect.arn

        issuer_cert_authority {
          aws_pca_authority_arn = aws_acmpca_certificate_authority_certificate.root.certificate_authority_arn
        }
      }
    }
  }

  network_configuration {
    subnets          = [for subnet in aws_subnet.main : subnet.id]
    security_groups  = [aws_security_group.web.id]
    assign_public_ip = true
  }

  depends_on = [aws_route_table_association.main, aws_iam_role_policy_attachment.execution, aws_iam_role_policy_attachment.connect]
}
