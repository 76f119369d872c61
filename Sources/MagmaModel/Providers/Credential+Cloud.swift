extension Credential {
    /// What lets a call in that brings no key: worked out for each attempt, from what the vendor's own tools would find
    /// in the environment, in files and on the machine.
    public enum Cloud: Sendable, Hashable {
        /// A signature of AWS (SigV4) for one of its services: `bedrock`.
        case aws(service: String)
        /// An access token of Google Cloud.
        case google
        /// A token of Microsoft Entra for a scope: `https://cognitiveservices.azure.com/.default`.
        case entra(scope: String)
        /// A token of IBM Cloud, in exchange for an API key: the key itself is never sent with a call.
        case ibm

        /// Whether it takes the place of a key that is there, and needs one.
        var exchangesKey: Bool { self == .ibm }

        /// What the shell can put in where a request is shown: curl's arguments. They hold no secret.
        package func curl(region: String?) -> [String] {
            switch self {
            case .aws(let service):
                [
                    "--aws-sigv4 'aws:amz:\(region ?? "REGION"):\(service)'",
                    "--user \"$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY\"",
                    "-H \"x-amz-security-token: $AWS_SESSION_TOKEN\"",
                ]
            case .google: ["-H \"authorization: Bearer $(gcloud auth application-default print-access-token)\""]
            case .entra(let scope):
                [
                    "-H \"authorization: Bearer $(az account get-access-token --scope \(scope) --query accessToken -o tsv)\""
                ]
            case .ibm: ["-H \"authorization: $(ibmcloud iam oauth-tokens --output json | jq -r .iam_token)\""]
            }
        }

        /// Variables that say where to look, or what stands for it: what to set where nothing is there.
        var variables: [String] {
            switch self {
            case .aws: ["AWS_ACCESS_KEY_ID", "AWS_PROFILE"]
            case .google: ["GOOGLE_APPLICATION_CREDENTIALS"]
            case .entra: ["AZURE_CLIENT_ID"]
            case .ibm: []
            }
        }

        /// Whether the environment or a usual file holds something. What a machine says of itself is not asked for.
        func isConfigured(_ environment: Environment, hasFile: (String) -> Bool) -> Bool {
            let names: [String]
            let files: [String]
            let home = environment.first(of: ["HOME", "USERPROFILE"])?.value ?? ""
            switch self {
            case .aws:
                names = [
                    "AWS_ACCESS_KEY_ID", "AWS_PROFILE", "AWS_WEB_IDENTITY_TOKEN_FILE",
                    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
                    "AWS_CONTAINER_CREDENTIALS_FULL_URI",
                ]
                files = [
                    environment["AWS_SHARED_CREDENTIALS_FILE"] ?? "\(home)/.aws/credentials",
                    environment["AWS_CONFIG_FILE"] ?? "\(home)/.aws/config",
                ]
            case .google:
                names = ["VERTEXAI_CREDENTIALS", "GOOGLE_APPLICATION_CREDENTIALS", "GCE_METADATA_HOST"]
                let folder = environment["CLOUDSDK_CONFIG"] ?? "\(home)/.config/gcloud"
                files = ["\(folder)/application_default_credentials.json"]
            case .entra:
                if environment.first(of: ["AZURE_CLIENT_SECRET", "AZURE_FEDERATED_TOKEN_FILE"]) != nil {
                    return environment.first(of: ["AZURE_TENANT_ID"]) != nil
                }
                names = ["IDENTITY_ENDPOINT"]
                files = []
            case .ibm: return false
            }
            return environment.first(of: names) != nil || files.contains(where: hasFile)
        }

        /// How the header begins that lets a call in.
        var word: String {
            switch self {
            case .aws: "AWS4-HMAC-SHA256"
            case .google, .entra, .ibm: "Bearer"
            }
        }
    }

    /// The same credential, which a cloud stands in for where there is no key.
    public func orElse(_ cloud: Cloud) -> Credential {
        var copy = self
        copy.cloud = cloud
        return copy
    }

    /// Whether a call itself says who it comes from, so that a key of the environment is not meant for it.
    func isOverridden(by options: JSON.Object) -> Bool {
        let names: [String]
        switch cloud {
        case nil, .ibm: return false
        case .aws: names = ["aws_access_key_id", "aws_profile_name", "aws_role_name", "aws_web_identity_token"]
        case .google: names = ["vertex_credentials"]
        case .entra: names = ["client_secret"]
        }
        return names.contains { options[$0] != nil }
    }
}
