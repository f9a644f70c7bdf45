//! The lanes of a procedure's picture: its actors, from the applicant up to the province, the others after them.
//! The steps' actors in, a lane for every step out. A step without actor stays in the lane of the step before.

/// How many lanes have room beside the text.
const MOST: usize = 6;
/// The longest name over a lane, in characters.
const NAME: usize = 7;

/// Words by which a level is known, lowest level first.
const LEVELS: [&[&str]; 7] = [
    &["申请人", "本人", "群众", "家属", "applicant"],
    &["村", "社区", "village", "community"],
    &["乡", "镇", "街道", "town", "street"],
    &["县", "county", "district"],
    &["市", "city", "municipal", "prefect"],
    &["省", "provinc"],
    &["国家", "国务院", "全国", "national", "state"],
];

pub(super) struct Lanes {
    /// The names over the lanes, cut to what has room.
    pub(super) names: Vec<String>,
    of_step: Vec<usize>,
    at: usize,
    first: i32,
    gap: i32,
}

impl Lanes {
    pub(super) fn new(actors: &[&str], first: i32, others: &str) -> Self {
        let mut order: Vec<&str> = Vec::new();
        for actor in actors.iter().copied().filter(|actor| !actor.is_empty()) {
            // More actors than lanes need not be told apart.
            if order.len() < 64 && !order.contains(&actor) {
                order.push(actor);
            }
        }
        order.sort_by_key(|actor| level(actor));
        let is_full = order.len() > MOST;
        let own = if is_full { MOST - 1 } else { order.len() };
        let mut before = 0;
        let of_step = actors
            .iter()
            .map(|actor| {
                if !actor.is_empty() {
                    before = order.iter().take(own).position(|known| known == actor).unwrap_or(own);
                }
                before
            })
            .collect();
        let mut names: Vec<String> = order.iter().take(own).map(|actor| short(actor)).collect();
        if is_full {
            names.push(others.to_owned());
        }
        let gap = if names.len() > 4 { 25 } else { 30 };
        Self { names, of_step, at: 0, first, gap }
    }

    /// The lane of a step.
    pub(super) fn of(&self, step: usize) -> usize {
        self.of_step.get(step).copied().unwrap_or(0)
    }

    /// Where the lane of the next step is that is drawn.
    pub(super) fn next_x(&mut self) -> i32 {
        self.at += 1;
        self.x(self.of(self.at - 1))
    }

    /// The lane of the last step.
    pub(super) fn last(&self) -> usize {
        self.of_step.last().copied().unwrap_or(0)
    }

    /// Where a lane is.
    pub(super) fn x(&self, lane: usize) -> i32 {
        i32::try_from(lane).unwrap_or(0) * self.gap + self.first
    }

    /// Where the last lane is.
    pub(super) fn right(&self) -> i32 {
        self.x(self.names.len().saturating_sub(1))
    }
}

/// The level of an actor, by the word that its name has first; those without one come last.
fn level(actor: &str) -> usize {
    let small = actor.to_lowercase();
    let found = LEVELS.iter().enumerate().filter_map(|(level, words)| {
        let first = words.iter().filter_map(|word| small.find(word)).min()?;
        Some((first, level))
    });
    found.min().map_or(LEVELS.len(), |(_, level)| level)
}

fn short(actor: &str) -> String {
    if actor.chars().count() <= NAME {
        return actor.to_owned();
    }
    actor.chars().take(NAME - 1).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lanes_go_up_from_the_applicant() {
        let lanes = Lanes::new(&["省级", "合作银行", "", "乡镇街道", "申请人", "迁入地县级"], 0, "其他");
        assert_eq!(lanes.names, ["申请人", "乡镇街道", "迁入地县级", "省级", "合作银行"]);
        assert_eq!((lanes.of(1), lanes.of(2)), (4, 4));
    }

    #[test]
    fn more_actors_than_lanes_share_the_last() {
        let lanes = Lanes::new(&["甲", "乙", "丙", "丁", "戊", "己", "庚", "医疗卫生专家小组"], 0, "其他");
        assert_eq!(lanes.names.len(), MOST);
        assert_eq!(lanes.names[MOST - 1], "其他");
        assert_eq!((lanes.of(5), lanes.of(6), lanes.of(7)), (5, 5, 5));
    }
}
