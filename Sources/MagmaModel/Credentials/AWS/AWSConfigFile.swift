/// AWS's two shared files.
enum AWSConfigFile {
    /// The profiles of both files. Where both say something, the credentials file is right.
    static func profiles(config: String, credentials: String) -> INIFile.Sections {
        var profiles: INIFile.Sections = [:]
        let sections = INIFile.parse(config)
        for (name, values) in sections {
            if name.hasPrefix("profile ") {
                profiles[String(name.dropFirst(8)), default: [:]].merge(values) { $1 }
            } else if name == "default", sections["profile default"] == nil {
                profiles[name] = values
            }
        }
        for (name, values) in INIFile.parse(credentials) { profiles[name, default: [:]].merge(values) { $1 } }
        return profiles
    }
}
