//! What an author sees after saving.

use std::fs;

use super::{LESSON, PAGE, handbook, lesson, serve};
use crate::site_support::write;

#[test]
fn a_saved_lesson_is_seen_and_open_pages_are_told() {
    let folder = handbook();
    let root = folder.path();
    let served = serve(root);
    let first = served.get(PAGE).text();
    assert!(first.contains("第一稿") && first.contains("<script src=\"/_jiangyi/live.js\" data-edition=\""), "{first}");
    assert_eq!(served.get("/_jiangyi/live.js").status, 200);
    let mut news = served.news();
    let before = news.next();
    assert!(first.contains(before["edition"].as_str().unwrap()));

    fs::write(root.join(LESSON), lesson("优待证", "第二稿")).unwrap();
    let after = news.next();
    assert_ne!(after["edition"], before["edition"]);
    assert!(served.get(PAGE).text().contains("第二稿"));

    // As editors save: a new file takes the old one's place.
    let beside = root.join("content/2026-03-拥军优抚/.01-优待证.md.tmp");
    fs::write(&beside, lesson("优待证怎么办", "第三稿")).unwrap();
    fs::rename(&beside, root.join(LESSON)).unwrap();
    served.wait_for(PAGE, "第三稿");
    served.wait_for("/", "优待证怎么办");

    // A new lesson, a draft, in a new month.
    let draft = "---\n标题: 草稿课\n草稿: 是\n---\n\n正文\n";
    write(&root.join("content/2026-05-新月份/01-草稿.md"), draft.as_bytes());
    let page = served.wait("/2026-05/caogao.html", |answer| answer.status == 200);
    assert!(page.text().contains("class=\"draft\""));

    fs::rename(root.join("content/2026-05-新月份"), root.join("content/2026-06-又改名")).unwrap();
    served.wait("/2026-06/caogao.html", |answer| answer.status == 200);
    served.wait("/2026-05/caogao.html", |answer| answer.status == 404);
    // What lies in a folder that was renamed is still watched.
    for words in ["在新的月份里改", "再改一次"] {
        write(&root.join("content/2026-06-又改名/01-草稿.md"), draft.replace("正文", words).as_bytes());
        served.wait_for("/2026-06/caogao.html", words);
    }
    fs::remove_file(root.join(LESSON)).unwrap();
    let gone = served.wait(PAGE, |answer| answer.status == 404);
    assert!(gone.text().contains("live.js"), "an open page comes back with its file");
}

#[test]
fn mistakes_leave_the_last_good_page_and_are_told() {
    let folder = handbook();
    let root = folder.path();
    let served = serve(root);
    let mut news = served.news();
    let good = news.next();
    assert_eq!(good["problems"].as_array().unwrap().len(), 0);

    fs::write(root.join(LESSON), "---\n标提: 错\n").unwrap();
    let wrong = news.until(true);
    assert_eq!(wrong["edition"], good["edition"], "pages stay");
    assert!(wrong["title"].as_str().unwrap().contains("个错误"), "{wrong}");
    let place = wrong["problems"][0]["place"].as_str().unwrap();
    assert!(place.starts_with(LESSON), "{place}");
    assert_ne!(wrong["problems"][0]["help"], "");
    assert!(served.get(PAGE).text().contains("第一稿"));
    // A page that is opened meanwhile is told too.
    assert_eq!(served.news().next()["title"], wrong["title"]);

    fs::write(root.join(LESSON), lesson("优待证", "改好了")).unwrap();
    assert_ne!(news.until(false)["edition"], good["edition"]);
    assert!(served.get(PAGE).text().contains("改好了"));

    // A template that can't be compiled, one that fails on a page, and no template at all.
    let template = root.join("themes/handbook/templates/lesson.html");
    for broken in ["{% if %}", "{{ lesson.title.nothing.at.all }}"] {
        write(&template, broken.as_bytes());
        assert_eq!(news.until(true)["problems"][0]["code"], "JY702");
        assert!(served.get(PAGE).text().contains("改好了"));
    }
    write(&template, "<body>本站的模板 {{ page.title }}</body>".as_bytes());
    news.until(false);
    served.wait_for(PAGE, "本站的模板");
    fs::remove_file(&template).unwrap();
    served.wait_for(PAGE, "改好了");

    // The content's folder goes away and comes back.
    fs::rename(root.join("content"), root.join("elsewhere")).unwrap();
    assert!(news.until(true)["title"].as_str().unwrap().contains("content"));
    assert!(served.get(PAGE).text().contains("改好了"));
    fs::rename(root.join("elsewhere"), root.join("content")).unwrap();
    news.until(false);
    fs::write(root.join(LESSON), lesson("优待证", "回来以后")).unwrap();
    served.wait_for(PAGE, "回来以后");
}

#[test]
fn a_site_that_begins_with_a_mistake_is_seen_once_it_is_mended() {
    let folder = handbook();
    fs::write(folder.path().join(LESSON), "---\n标提: 错\n").unwrap();
    let served = serve(folder.path());
    let page = served.get(PAGE);
    assert!(page.status == 503 && page.text().contains("live.js"), "{}", page.text());
    fs::write(folder.path().join(LESSON), lesson("优待证", "改好了")).unwrap();
    served.wait_for(PAGE, "改好了");
}

#[test]
fn a_burst_of_a_thousand_changes_ends_as_a_build_would() {
    let folder = handbook();
    let root = folder.path();
    let served = serve(root);
    for number in 0..1000 {
        let name = root.join(format!("content/2026-03-拥军优抚/{:02}-课{}.md", number % 50 + 10, number % 50));
        fs::write(name, lesson(&format!("第{number}课"), "正文")).unwrap();
    }
    served.wait("/2026-03/ke49.html", |answer| answer.text().contains("第999课"));
    served.wait("/2026-03/ke0.html", |answer| answer.text().contains("第950课"));
    let output = tempfile::tempdir().unwrap();
    let to = output.path().join("public");
    let ran =
        crate::site_support::jiangyi(&["build", "--root", root.to_str().unwrap(), "--output", to.to_str().unwrap()]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    for page in ["2026-03/index.html", "2026-03/ke7.html"] {
        let built = fs::read_to_string(to.join(page)).unwrap();
        served.wait(&format!("/{page}"), |answer| without_script(&answer.text()) == built);
    }
}

fn without_script(page: &str) -> String {
    let (before, rest) = page.split_once("<script src=\"/_jiangyi/live.js\"").unwrap_or((page, ""));
    format!("{before}{}", rest.split_once("</script>\n").map_or("", |(_, after)| after))
}
