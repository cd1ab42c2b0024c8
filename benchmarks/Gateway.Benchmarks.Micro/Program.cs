using BenchmarkDotNet.Running;

// In this process: a project generated for every run would need the source tree and a build of its own.
string[] own = ["--inProcess", "--memory"];
string[] all = args.Contains("--filter") || args.Contains("--list") ? args : ["--filter", "*", .. args];
return BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run([.. all, .. own]).Any() ? 0 : 1;
