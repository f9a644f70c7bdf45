//! The words of every problem in Chinese: what is wrong, and what to do.
//! Written for someone who knows official documents, not programs.

use super::Lang;
use super::outside;
use super::problem::{Kind, Problem, Skip};
use super::syntax;
use crate::safe::address::Doubt;

fn nearest(nearest: Option<&String>) -> String {
    nearest.map_or(String::new(), |word| format!("是不是想写“{word}”？"))
}

fn nearest_anchor(anchor: Option<&String>) -> String {
    anchor.map_or(String::new(), |word| format!("是不是想写“#{word}”？"))
}

fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Question => "问题",
        Kind::Procedure => "流程",
        Kind::Exemplar => "示范做法",
        Kind::Section => "小节",
    }
}

#[expect(clippy::too_many_lines, reason = "one line a problem: the list is the point")]
pub(super) fn message(problem: &Problem) -> String {
    use Problem as P;
    match problem {
        P::Undecodable { byte } => format!("文件编码无法识别：第 {byte} 个字节既不是 UTF-8 也不是 GB18030"),
        P::Converted { encoding } => format!("文件是 {encoding} 编码，已按此读取"),
        P::Skipped { path, why: Skip::Conflict } => format!("跳过同步冲突副本 {path}"),
        P::Skipped { path, why: Skip::Temporary } => format!("跳过临时文件 {path}"),
        P::Skipped { path, why: Skip::Special } => format!("跳过链接或特殊文件 {path}"),
        P::BadName { name } => format!("文件名“{name}”不能用"),
        P::TooLarge { limit_mib } => format!("文件超过 {limit_mib} MiB"),
        P::HiddenCharacter { character } => format!("文字里有看不见的字符 U+{:04X}", u32::from(*character)),
        P::EmptyText => "这个文件没有正文".into(),
        P::Truncated => "文件好像不完整：最后一个字只有一半".into(),
        P::Unused { path } => format!("{path} 不在任何一个月的文件夹里，也没有被引用，不会出现在手册中"),
        P::Unreadable { path, reason } => format!("无法读取 {path}：{}", outside::reason(*reason, Lang::Zh)),
        P::NameCollision { name } => format!("两个文件名只差大小写或字符写法：{name}"),
        P::ControlCharacter { character } => format!("文字里有控制字符 U+{:04X}", u32::from(*character)),
        P::Changing => "文件正在被改动，读不到完整的内容".into(),
        P::TooManyPixels { width, height } => format!("图片有 {width}×{height} 像素，太大了"),
        P::BadPicture { detail } => format!("图片打不开：{detail}"),
        P::UnsafeDrawing { what } => format!("SVG 图里有会运行或会联网的内容“{what}”"),
        P::RunnableFile { name } => format!("“{name}”这类文件会在读者的浏览器里运行，不能放进手册"),
        P::FrontMatterUnclosed => "文件开头的信息区没有结束".into(),
        P::Syntax { language, detail } => format!("{language} 写法有误：{}", syntax::words(detail, Lang::Zh)),
        P::UnknownKey { key, .. } => format!("不认识的项目“{key}”"),
        P::DuplicateKey { key } => format!("“{key}”这一项前面已经写过"),
        P::WrongType { key, expected } => format!("“{key}”的内容应当是{}", expected_zh(expected)),
        P::MissingTitle => "缺少标题".into(),
        P::BadDate { text } => format!("“{text}”不是日期"),
        P::BadSlug { text } => format!("“{text}”不能做短名"),
        P::ChineseColon { key } => format!("“{key}”后面是中文冒号"),
        P::UnknownTopic { name, .. } => format!("专题“{name}”没有在 site.toml 中登记"),
        P::UnknownAudience { name, .. } => format!("适用对象“{name}”没有在 site.toml 中登记"),
        P::MonthMismatch { written, folder } => format!("月份写的是“{written}”，文件夹却是“{folder}”"),
        P::BadValue { key, text, .. } => format!("“{key}”不能是“{text}”"),
        P::PlannedWithLessons => "这个月的状态是“计划”，却已经有课程".into(),
        P::MissingKey { key } => format!("缺少“{key}”"),
        P::UnknownProcedure { name, .. } => format!("首页要列的流程“{name}”不存在"),
        P::HeadingSlip { written } => format!("“{written}”没有成为标题"),
        P::NumberSlip { written } => format!("“{written}”没有成为编号列表"),
        P::CheckboxSlip { written } => format!("“{written}”没有成为勾选框"),
        P::QuoteSlip => "“＞”没有成为引文".into(),
        P::TableSlip => "这一行没有成为表格的分隔行".into(),
        P::DocumentNumberSlip { right } => format!("文号的年份应当用六角括号：{right}"),
        P::RawHtml { tag } => format!("网页代码“{tag}”不起作用，会原样显示"),
        P::TooDeep { limit } => format!("层次超过 {limit} 层"),
        P::UnclosedFence => "代码块没有结束".into(),
        P::HeadingAttribute { attribute } => format!("标题的属性“{attribute}”不起作用"),
        P::UndefinedFootnote { label } => format!("脚注“{label}”没有写内容"),
        P::BadMath { detail } => format!("公式写法有误：{}", syntax::words(detail, Lang::Zh)),
        P::MissingInclude { target, .. } => format!("要引用的文件“{target}”不存在"),
        P::IncludeCycle { chain } => format!("文件互相引用：{chain}"),
        P::UnknownAlert { kind, .. } => format!("不认识的提示框“{kind}”"),
        P::UnknownComment { word, .. } => format!("注释“{word}”不起作用"),
        P::IncludesTooLong { limit_mib } => format!("引用的内容合起来超过 {limit_mib} MiB"),
        P::LongCode { .. } => "代码太长，不上色，按原样显示".into(),
        P::UnknownField { label, .. } => format!("不认识的栏目“{label}”，按普通文字处理"),
        P::DuplicateField { label } => format!("栏目“{label}”写了两次"),
        P::NoSteps { name } => format!("流程“{name}”没有步骤"),
        P::NoName { word } => format!("“{word}”后面没有名称"),
        P::BadTimeLimit { text } => format!("“{text}”不是能计算的时限"),
        P::TimeLimitExceeded { steps, whole } => format!("各步合计 {steps} 个工作日，超过全程时限“{whole}”"),
        P::FirstStepJoined { or } => format!("第一步不能以“{}”开头", if *or { "或：" } else { "同时：" }),
        P::SingleChoice { right } => format!("单选题应当只有一个正确选项，现在有 {right} 个"),
        P::MultipleChoice { right } => format!("多选题至少要有两个正确选项，现在有 {right} 个"),
        P::NoQuizKind => "没有写明题型".into(),
        P::NoExplanation => "这道题没有解析".into(),
        P::NoOptions => "这道题没有选项".into(),
        P::OptionsOnJudgement => "判断题不需要选项".into(),
        P::NoAnswer => "这个问题没有答案".into(),
        P::NoQuestions { word } => format!("“{word}”下面没有问题"),
        P::ResultWithoutSource => "成效没有写明时间或出处".into(),
        P::NoStepName => "这一步没有名称".into(),
        P::NoPoints => "要点应当写成列表".into(),
        P::MaterialsWithoutBoxes => "材料没有写成可以勾选的清单".into(),
        P::MissingFile { target, .. } => format!("链接的文件“{target}”不存在"),
        P::DeadAnchor { anchor, .. } => format!("链接的位置“#{anchor}”不存在"),
        P::RefusedLink { target } => format!("链接“{target}”不安全，按文字显示"),
        P::LinkLeavesContent { target } => format!("链接“{target}”指向 content 以外"),
        P::LinkToDraft { target } => format!("链接指向草稿“{target}”"),
        P::AddressCollision { address } => format!("两个页面的地址相同：{address}"),
        P::DuplicateId { id } => format!("同一页里有两个编号“{id}”"),
        P::DuplicateName { kind: k, name } => format!("有两个{}都叫“{name}”", kind(*k)),
        P::WrongCase { target, right } => format!("链接“{target}”的大小写与文件“{right}”不符"),
        P::BadAlias { text } => format!("“{text}”不能做旧址"),
        P::DoubtfulLink { target, why } => format!("链接“{target}”{}", doubt_zh(*why)),
        P::UnknownPolicy { title, .. } => format!("《{title}》不在政策登记表中"),
        P::RepealedPolicy { title, .. } => format!("《{title}》已经废止"),
        P::UnknownArticle { title, article } => format!("《{title}》的文本里没有{article}"),
        P::UnknownReplacement { title, .. } => format!("替代它的“{title}”不在政策登记表中"),
        P::DuplicateTerm { name } => format!("“{name}”登记了两次"),
        P::MissingPolicyText { target, .. } => format!("政策全文文件“{target}”不存在"),
        P::AliasFindsNothing { alias, .. } => format!("搜索“{alias}”什么也找不到"),
        P::UnknownTheme { name, .. } => format!("没有名为“{name}”的主题"),
        P::Template { name, detail } => format!("模板 {name} 有误：{detail}"),
        P::MissingString { key, language } => format!("主题的 {language} 文字缺少“{key}”"),
    }
}

#[expect(clippy::too_many_lines, reason = "one line a problem: the list is the point")]
pub(super) fn help(problem: &Problem) -> String {
    use Problem as P;
    match problem {
        P::Undecodable { .. } => "用编辑器打开，另存为 UTF-8 编码；从别处粘贴的乱码请删去重打。".into(),
        P::Converted { .. } => "建议另存为 UTF-8，免得别的软件显示成乱码。".into(),
        P::Skipped { why: Skip::Conflict, .. } => "核对两份内容，合并后删除冲突副本。".into(),
        P::Skipped { why: Skip::Temporary, .. } => "不必处理；关闭编辑器后它通常会自己消失。".into(),
        P::Skipped { why: Skip::Special, .. } => "请放入文件本身，不要放快捷方式或链接。".into(),
        P::BadName { .. } => {
            "请改名：不要用 \\ : * ? \" < > |，不要以点或空格结尾，不要用 CON、AUX 等系统保留名。".into()
        }
        P::TooLarge { .. } => "请拆成几个文件，或压缩后再放。".into(),
        P::HiddenCharacter { .. } => "多半是从网页或聊天软件粘贴来的，请删去这几个字重打。".into(),
        P::EmptyText => "写上正文，或删去这个文件。".into(),
        P::Truncated => "可能还在同步，稍等再试；仍不行就重新保存一次。".into(),
        P::Unused { .. } => "课程请放进“2026-03-主题”这样的月份文件夹；要引用的文件用 <!-- 引用：路径 -->。".into(),
        P::Unreadable { .. } => "检查文件是否被占用、是否有读取权限。".into(),
        P::NameCollision { .. } => "把其中一个改名。".into(),
        P::ControlCharacter { .. } => "请删去这个字符。".into(),
        P::Changing => "等它保存或同步完，再试一次。".into(),
        P::TooManyPixels { .. } => "请缩小到 5000 万像素以内再放。".into(),
        P::BadPicture { .. } => "请用看图软件打开，另存为 JPEG 或 PNG。".into(),
        P::UnsafeDrawing { .. } => "请在画图软件里另存为“普通 SVG”，或导出为 PNG。".into(),
        P::RunnableFile { .. } => "请另存为 PDF，或打成 zip 再放进来；只是参考的，移到 content 以外。".into(),
        P::FrontMatterUnclosed => "开头的“---”要有另一行“---”来结束。".into(),
        P::Syntax { language: "TOML", .. } => "一行写一项，写成 项目 = \"内容\"；文字用英文双引号括起来。".into(),
        P::Syntax { .. } => "一行写一项，项目后用冒号加空格；内容里有冒号、井号时，用英文双引号括起来。".into(),
        P::UnknownKey { nearest: n, .. } => format!("{}可用的项目见 jiangyi explain JY203。", nearest(n.as_ref())),
        P::DuplicateKey { .. } => "留下一个，删去另一个。".into(),
        P::WrongType { .. } => "按提示的形式改写。".into(),
        P::MissingTitle => "在文件开头写上：\n---\n标题: 这一课的题目\n---".into(),
        P::BadDate { .. } => "写成 2026-03-29 这样的形式，并核对这一天是否存在。".into(),
        P::BadSlug { .. } => "短名用小写英文字母、数字和连字符，如 youdaizheng，最长 80 个。".into(),
        P::ChineseColon { .. } => "请改用英文冒号加空格；这次已按英文冒号读取。".into(),
        P::UnknownTopic { nearest: n, .. } => {
            format!("{}如果是新专题，请在 site.toml 加一节 [[topics]]。", nearest(n.as_ref()))
        }
        P::UnknownAudience { nearest: n, .. } => {
            format!("{}如果是新对象，请在 site.toml 加一节 [[audiences]]。", nearest(n.as_ref()))
        }
        P::MonthMismatch { .. } => "删去“月份”，或把文件移到对应月份的文件夹。".into(),
        P::BadValue { allowed, .. } => format!("可以写：{allowed}。"),
        P::PlannedWithLessons => "把状态改成“已讲”，或把课程设为草稿。".into(),
        P::MissingKey { key } => format!("请补上“{key}”。"),
        P::UnknownProcedure { nearest: n, .. } => {
            format!("{}“常办/featured”里写流程的名称，与课程里的一字不差。", nearest(n.as_ref()))
        }
        P::HeadingSlip { .. } => "标题用半角的 #，后面空一格，如：## 办理依据".into(),
        P::NumberSlip { .. } => "编号用半角数字加点，后面空一格，如：1. 提出申请".into(),
        P::CheckboxSlip { .. } => "勾选框用半角方括号：- [ ] 身份证原件；正确选项写 - [x]".into(),
        P::QuoteSlip => "引文用半角的 >，后面空一格。".into(),
        P::TableSlip => "分隔行用半角符号，如：| --- | :---: |".into(),
        P::DocumentNumberSlip { .. } => "六角括号〔〕在输入法的符号表里；照上面的写法改即可。".into(),
        P::RawHtml { .. } => "用 Markdown 的写法代替；需要原样显示代码时，用反引号括起来。".into(),
        P::TooDeep { .. } => "减少列表和引文的层次。".into(),
        P::UnclosedFence => "在代码后面另起一行写 ```，与开头一样。".into(),
        P::HeadingAttribute { .. } => "标题后面只能写 {#编号} 或 {.样式}。".into(),
        P::UndefinedFootnote { label } => format!("在文末另起一行写：[^{label}]: 脚注内容"),
        P::BadMath { .. } => "检查花括号是否成对、命令是否拼对；这个公式会原样显示。".into(),
        P::MissingInclude { nearest: n, .. } | P::MissingPolicyText { nearest: n, .. } => {
            format!("{}路径从 content 文件夹算起。", nearest(n.as_ref()))
        }
        P::IncludeCycle { .. } => "去掉其中一处引用。".into(),
        P::UnknownAlert { nearest: n, .. } => format!("{}可以写：说明、提示、重要、注意、警告。", nearest(n.as_ref())),
        P::UnknownComment { nearest, .. } => format!("是不是想写“{nearest}：”？"),
        P::IncludesTooLong { .. } => "少引用几次，或把内容分到几课里。".into(),
        P::LongCode { limit_kib, limit_line } => {
            format!("上色的代码最多 {limit_kib} KiB，一行最多 {limit_line} 字节；不必上色的，围栏后写 text。")
        }
        P::UnknownField { nearest: n, .. } => format!("{}确实不是栏目时，不要用“标签：”开头。", nearest(n.as_ref())),
        P::DuplicateField { .. } => "合并成一项；第二项没有被采用。".into(),
        P::NoSteps { .. } => "用 1. 2. 3. 写出办理步骤。".into(),
        P::NoName { word } => format!("写成“## {word}：名称”。"),
        P::BadTimeLimit { .. } => "写成 当场、当日、5个工作日、30日、3个月，或把说明放在（）里。".into(),
        P::TimeLimitExceeded { .. } => "核对各步时限，或改正全程时限。".into(),
        P::FirstStepJoined { .. } => "“或：”和“同时：”是相对前一步说的，请从第二步开始用。".into(),
        P::SingleChoice { .. } => "在唯一正确的选项前写 [x]，其余写 [ ]；有多个正确的，题后改写（多选）。".into(),
        P::MultipleChoice { .. } => "在每个正确的选项前写 [x]；只有一个正确的，题后改写（单选）。".into(),
        P::NoQuizKind => "在题目后面写（单选）、（多选）、（判断：对）或（判断：错）。".into(),
        P::NoExplanation => "在题目下面另起一行写：> 解析：为什么，依据是什么".into(),
        P::NoOptions => "在题目下面缩进写选项：- [ ] 甲  - [x] 乙".into(),
        P::OptionsOnJudgement => "删去选项，或把题型改成（单选）。".into(),
        P::NoAnswer => "在问题下面写上答案。".into(),
        P::NoQuestions { .. } => "每个问题写成三级标题：### 到哪里申请？".into(),
        P::ResultWithoutSource => "写上时间或出处，如“据2023年10月公开报道”。".into(),
        P::NoStepName => "编号后面的第一行写这一步的名称。".into(),
        P::NoPoints => "每条要点前面写“- ”。".into(),
        P::MaterialsWithoutBoxes => "每样材料写一行：- [ ] 身份证原件".into(),
        P::MissingFile { nearest: n, .. } => format!("{}核对文件名和所在文件夹。", nearest(n.as_ref())),
        P::DeadAnchor { nearest: n, .. } => format!("{}位置就是标题的文字，去掉标点。", nearest_anchor(n.as_ref())),
        P::RefusedLink { .. } => {
            "只能链接 http、https、mailto、tel 地址或手册里的文件；本机路径请改成手册里的文件。".into()
        }
        P::LinkLeavesContent { .. } => "把文件放进 content，再链接它。".into(),
        P::LinkToDraft { .. } => "等那一课发布后再链接，或去掉它的“草稿”。".into(),
        P::AddressCollision { .. } => "给其中一个写上不同的“短名”。".into(),
        P::DuplicateId { .. } => "改掉其中一个 {#编号}。".into(),
        P::DuplicateName { .. } => "改掉其中一个的名称，让读者分得清。".into(),
        P::WrongCase { right, .. } => format!("改成“{right}”：网页服务器区分大小写。"),
        P::BadAlias { .. } => "旧址写成以前的页面地址，如 2025-12/youdaizheng.html，不能与现有页面相同。".into(),
        P::DoubtfulLink { .. } => "写成读者看得懂的网址，链接的文字与实际去处要一致。".into(),
        P::UnknownPolicy { nearest: n, .. } => {
            format!("{}若是新政策，请登记到 content/policies.yaml。", nearest(n.as_ref()))
        }
        P::RepealedPolicy { replacement: Some(title), .. } => format!("请改为《{title}》，并核对条文。"),
        P::RepealedPolicy { replacement: None, .. } => "请核对现行规定。".into(),
        P::UnknownArticle { .. } => "核对条号；全文有修订的，请更新全文文件。".into(),
        P::UnknownReplacement { nearest: n, .. } => format!("{}“被替代”要写登记表里的名称。", nearest(n.as_ref())),
        P::DuplicateTerm { .. } => "名称和简称在登记表里只能出现一次。".into(),
        P::AliasFindsNothing { name, .. } => {
            format!("“{name}”和它的这个别名在手册里都没有出现：核对写法，或删去这个别名。")
        }
        P::UnknownTheme { nearest: n, .. } => {
            format!("{}主题放在 themes 文件夹，或用自带的 handbook。", nearest(n.as_ref()))
        }
        P::Template { .. } => "改正模板，或删去它而使用自带的。".into(),
        P::MissingString { key, language } => format!("在 strings.{language}.yaml 里加上 {key}；在此之前先用英文。"),
    }
}

fn expected_zh(expected: &str) -> &str {
    match expected {
        "text" => "文字",
        "list of texts" => "文字或文字的列表",
        "number" => "数字",
        "yes or no" => "true 或 false",
        "list" => "列表",
        "map" => "“项目: 内容”的形式",
        other => other,
    }
}

/// What is doubtful about a link.
fn doubt_zh(why: Doubt) -> &'static str {
    match why {
        Doubt::User => "里有“@”，前面的部分不是网站名，读者会看错",
        Doubt::Letters => "的网站名是转写过的或夹有形似的外文字母，读者会看错",
        Doubt::Text => "与它显示的文字是两个网站，读者会看错",
    }
}
