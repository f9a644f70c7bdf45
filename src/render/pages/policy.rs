//! The policy registry and one policy.

use crate::model::{PolicyText, TextPart};
use crate::parse::plain;
use crate::parse::registry::{Policy, PolicyStatus};
use crate::parse::tree::PolicyIndex;
use crate::path::ContentPath;
use crate::render::desk::Desk;
use crate::render::links::Head;
use crate::render::template::Html;
use crate::render::views::{CitedView, LinkView, PoliciesView, PolicyLinkView, PolicyView, TocView};
use crate::safe::markup::push_escaped;

/// How many places that cite a policy its page lists.
const CITED: usize = 200;

pub(super) fn policies(desk: &Desk<'_>) -> PoliciesView {
    let title = desk.word("policies").to_owned();
    let head = Head { kind: "policies", title: &title, description: "", crumbs: vec![desk.home()] };
    let policies = (0_u32..).zip(&desk.world.handbook.registry.policies);
    PoliciesView {
        page: desk.page(head),
        policies: policies.map(|(index, policy)| link(desk, PolicyIndex(index), policy)).collect(),
    }
}

fn link(desk: &Desk<'_>, index: PolicyIndex, policy: &Policy) -> PolicyLinkView {
    let iso = |date: Option<crate::data::date::Date>| date.map(crate::data::date::Date::iso).unwrap_or_default();
    PolicyLinkView {
        href: desk.world.policy_path(index).map(|path| desk.href(path)).unwrap_or_default(),
        title: policy.name.clone(),
        number: policy.number.clone(),
        issuer: policy.issuer.clone(),
        issued: iso(policy.issued),
        in_force: iso(policy.in_force),
        status: match policy.status {
            PolicyStatus::InForce => "in-force",
            PolicyStatus::Amended => "amended",
            PolicyStatus::Repealed => "repealed",
            PolicyStatus::NotYet => "not-yet",
        },
        cited: desk.world.handbook.cited[index.0 as usize].len(),
        checked: iso(policy.checked),
    }
}

pub(super) fn policy(desk: &Desk<'_>, index: PolicyIndex) -> Option<PolicyView> {
    let book = desk.world.handbook;
    let policy = book.registry.get(index)?;
    let crumbs = desk.crumbs_to("policies/index.html", "policies");
    let head = Head { kind: "policy", title: &policy.name, description: &policy.number, crumbs };
    let text = book.policy_texts.get(index.0 as usize).and_then(Option::as_ref);
    let named = |title: &str| -> Option<LinkView> {
        let index = book.registry.find(title)?;
        Some(desk.link(desk.world.policy_path(index)?, book.policy_name(index)))
    };
    let other = |index: &PolicyIndex| Some(desk.link(desk.world.policy_path(*index)?, book.policy_name(*index)));
    let cited = &book.cited[index.0 as usize];
    Some(PolicyView {
        page: desk.page(head),
        policy: link(desk, index, policy),
        short_names: policy.short_names.iter().filter(|name| **name != policy.name).cloned().collect(),
        source: policy.source.clone(),
        note: policy.note.clone(),
        replaced_by: policy.replaced_by.as_ref().and_then(|title| named(&title.value)),
        replaces: book.registry.replaced_by(index).iter().filter_map(other).collect(),
        toc: text.map(toc).unwrap_or_default(),
        text: text.map(|text| whole(desk, text)).unwrap_or_default(),
        attachments: policy.attachments.iter().filter_map(|file| attachment(desk, &file.value)).collect(),
        cited: cited.iter().take(CITED).filter_map(|place| self::cited(desk, place)).collect(),
        cited_count: cited.len(),
    })
}

fn attachment(desk: &Desk<'_>, file: &str) -> Option<LinkView> {
    let path = ContentPath::new(file)?;
    let to = desk.world.address(&path)?;
    Some(desk.link(to, path.file_name()))
}

fn cited(desk: &Desk<'_>, place: &crate::model::Cited) -> Option<CitedView> {
    let lesson = desk.world.handbook.lesson(place.lesson);
    let section = desk.text_of(place.lesson).sections.get(place.section as usize)?;
    Some(CitedView {
        href: desk.anchor_in(place.lesson, &section.id).trim_end_matches('#').to_owned(),
        lesson: lesson.title.clone(),
        section: section.title.clone(),
        text: place.text.to_string(),
    })
}

fn toc(text: &PolicyText) -> Vec<TocView> {
    text.parts
        .iter()
        .filter_map(|part| match part {
            TextPart::Article { id, label, .. } => {
                Some(TocView { id: id.to_string(), title: label.clone(), kind: "prose", children: Vec::new() })
            }
            TextPart::Blocks(_) => None,
        })
        .collect()
}

/// A policy's text, each article a section with its id.
fn whole(desk: &Desk<'_>, text: &PolicyText) -> Html {
    let (body, footnotes) = desk.text(&text.footnotes, |pen| {
        let mut out = String::new();
        for part in &text.parts {
            match part {
                TextPart::Blocks(blocks) => out.push_str(pen.blocks(blocks).as_str()),
                TextPart::Article { id, label, blocks, .. } => {
                    out.push_str("<section class=\"article\" id=\"");
                    push_escaped(&mut out, id);
                    out.push_str("\">");
                    // An article that is no heading says its number itself.
                    if !blocks
                        .first()
                        .is_some_and(|first| plain::blocks(std::slice::from_ref(first)).starts_with(label))
                    {
                        out.push_str("<h3>");
                        push_escaped(&mut out, label);
                        out.push_str("</h3>");
                    }
                    out.push('\n');
                    out.push_str(pen.blocks(blocks).as_str());
                    out.push_str("</section>\n");
                }
            }
        }
        out
    });
    Html::made(body + footnotes.as_str())
}
